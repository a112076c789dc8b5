"""Capitals put back where a recogniser lost them: acronyms, products, days, known names."""

import re
from collections.abc import Iterable

from assistant.nlp.wordlist import wordlist

_WRITTEN = wordlist(
    """
    API APIs CI CD CSV PDF PDFs VAT SSO MFA SMS URL URLs UI UX HR QA IT AWS GCP SQL JSON XML HTML CSS HTTP HTTPS TLS
    SSL VPN
    VPNs DNS SSH FTP SFTP CRM ERP CMS SEO KPI KPIs ROI SLA SLAs GDPR NDA NDAs MRI CT ICU ECG IV ER FAQ FAQs OKR OKRs
    PO POs
    USB PC PCs ID IDs TV HVAC LED LEDs CNC PPE MVP B2B B2C RSS PR PRs CPU GPU RAM SDK iOS macOS Android iPhone iPad
    Safari Chrome Firefox
    Windows Linux Mac Outlook Excel Slack Teams Zoom Jira Confluence GitHub GitLab Docker Kubernetes Postgres PostgreSQL
    MySQL Redis Kafka Jenkins Grafana Terraform Figma Salesforce SharePoint PowerPoint Google Microsoft Apple Amazon
    LinkedIn Instagram Facebook YouTube Twitter TikTok WhatsApp PayPal Stripe Wi-Fi WiFi OAuth SAML LDAP IBAN SEPA
    DHL UPS
    FedEx EU UK US USA NHS Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July
    August September October November December Christmas Easter English German French Spanish Dutch Berlin London Paris
    """
)
#: Written in lower case these are ordinary words.
_ORDINARY = frozenset(
    wordlist(
        "IT US PO ER IV ID CT Teams Apple Amazon Windows Chrome Stripe Slack Zoom Mac PR UPS Excel Outlook "
        "March May August"
    )
)
_BY_LOWER = {word.lower(): word for word in _WRITTEN if word not in _ORDINARY}
_BY_LOWER |= {"id": "ID", "ids": "IDs", "i": "I", "i'm": "I'm", "i'll": "I'll", "i've": "I've", "i'd": "I'd"}
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def restore(text: str, known: Iterable[str] = ()) -> str:
    """Return `text` with capitals as written in `known` names and common acronyms; words with capitals stay."""
    names = {part.lower(): part for name in known for part in _WORD.findall(name) if part[:1].isupper()}
    spelling = _BY_LOWER | names

    def one(match: re.Match[str]) -> str:
        word = match.group()
        return spelling.get(word, word) if word.islower() else word

    return _WORD.sub(one, text)


def sentence_case(text: str) -> str:
    """Raise the first letter."""
    return text[:1].upper() + text[1:]
