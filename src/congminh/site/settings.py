"""Settings, all of them here; what differs from one installation to the next comes from the environment.

CONGMINH_HOME        where the SQLite database and the files live (default: the working folder)
DATABASE_URL         postgresql://user:password@host:port/name; SQLite in CONGMINH_HOME when absent
CONGMINH_SECRET_KEY  needed unless CONGMINH_DEBUG=1, or a file secret-key lies in CONGMINH_HOME, where `congminh serve`
                     makes one for a trial on one machine
CONGMINH_HOSTS       comma-separated names the site answers to (default: localhost)
CONGMINH_PLAIN_HTTP  1 on a machine that serves only itself, without a certificate (default: HTTPS is required)
CONGMINH_PROXY       1 when a proxy of ours ends TLS and sets X-Forwarded-Proto itself
CONGMINH_SMTP_URL    smtp://user:password@host:587 (STARTTLS; ?tls=no for a relay on the same machine), smtps:// for TLS
                     from the first byte; no mail is sent when absent
CONGMINH_MAIL_FROM   the address mails come from; needed with CONGMINH_SMTP_URL
CONGMINH_MAIL_AT     from when on the daily mail is sent (default: 07:00)
CONGMINH_SITE_URL    what links in mails begin with (default: https:// and the first of CONGMINH_HOSTS)
CONGMINH_SECOND_FACTOR  of whom a second factor is asked besides administrators: heads, personnel, or everybody,
                     separated by commas (default: of nobody else)
CONGMINH_SOURCE_TRIES   how many wrong tries to sign in are taken from one address in a quarter of an hour, whoever's
                     accounts they are about (default: 50; an office of hundreds behind one address may need more)
CONGMINH_ANTIVIRUS   what looks for viruses in every file that comes in: clamd's socket (/run/clamav/clamd.ctl), its
                     address (tcp://127.0.0.1:3310), or a command («run:clamscan --no-summary») whose exit is 0 for a
                     clean file and 1 for a virus; nothing is looked for when absent
CONGMINH_OIDC        names of providers of single sign-on, such as «tinh»; for each CONGMINH_OIDC_TINH_ISSUER, _CLIENT,
                     _SECRET_FILE, _CLAIM (the one that holds a civil servant's code) and _TITLE (what the button says)
CONGMINH_LOG         where the log's key, its last root and its hashes lie (default: merkle-log in
                     CONGMINH_HOME); out of reach of whoever rules the database
CONGMINH_WITNESSES   who is shown each root, separated by spaces: a folder (/mnt/khac/so-vet), or https://address#key
CONGMINH_WITNESSES_NEEDED  how many of them must have agreed (default: all)
CONGMINH_LOOKS_MONTHS      how long it is kept who looked at whose figures (default: 24 months, at least 12)
CONGMINH_BACKUPS     where «congminh backup» puts archives (default: backups in CONGMINH_HOME); another disk is better
CONGMINH_PG_BIN      the folder of pg_dump and pg_restore, where they are not on the path
CONGMINH_METRICS_TOKEN  what whoever reads /do-luong/ from another machine must show (Authorization: Bearer …)
CONGMINH_LOG_LINES   json or text: how lines of the log file are written (default: json on a real site)
CONGMINH_DEMO        1 to let whoever comes sign in as any of the demonstration's cast; refused outside DEBUG unless
                     CONGMINH_DEMO_ANYWAY=1 asks for it (`congminh demo` does, on 127.0.0.1)
"""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.contrib.messages import constants as message_levels
from django.core.exceptions import ImproperlyConfigured

from congminh.operations.watching.lines import logging
from congminh.site.assets import GATHERED, PACKAGE
from congminh.site.database import database
from congminh.site.guarding import roles, scanner, tries
from congminh.site.mail import hour, mail
from congminh.site.single_sign_on import issuers
from congminh.site.trial import demo_asked, home, secret_key

HOME = home()
DEBUG = os.environ.get("CONGMINH_DEBUG") == "1"
SECRET_KEY = secret_key(HOME)
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "set CONGMINH_SECRET_KEY to a long random text; to try the site on this machine alone, run «congminh serve»"
        )
    SECRET_KEY = "for trying only: never in use, since CONGMINH_DEBUG is refused outside it"  # noqa: S105
DEMO = demo_asked(DEBUG)
ALLOWED_HOSTS = os.environ.get("CONGMINH_HOSTS", "localhost,127.0.0.1").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "congminh.ledger",
    "congminh.org",
    "congminh.accounts",
    "congminh.jobs",
    "congminh.operations",
    "congminh.sendings",
    "congminh.looks",
    "congminh.privacy",
    "congminh.exchange",
    "congminh.catalogue",
    "congminh.work",
    "congminh.assessment",
    "congminh.unit_year",
    "congminh.year",
    "congminh.insight",
]
MIDDLEWARE = [
    "congminh.operations.watching.requests.Requests",
    "django.middleware.security.SecurityMiddleware",
    "congminh.site.headers.Headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "congminh.site.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "congminh.accounts.sitting.watch.Watch",
    "congminh.accounts.gate.Left",
    "congminh.looks.middleware.Looks",
    "congminh.org.doors.Doors",
    "congminh.site.read_only.ReadOnly",
    "congminh.accounts.gate.HandedOut",
    "congminh.accounts.factors.needing.Needs",
    "congminh.accounts.sure.gate.AskAgain",
    "congminh.sendings.middleware.Once",
]
ROOT_URLCONF = "congminh.site.urls"
WSGI_APPLICATION = "congminh.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "congminh.site.frame.frame",
                "congminh.looks.middleware.noted",
                "congminh.privacy.notifying.unread_notice",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "congminh.site.look",
                "congminh.sendings.field",
            ],
        },
    }
]
# The demonstration has a file of its own: it never mixes with an agency's.
DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL", ""), HOME / ("congminh-demo.sqlite3" if DEMO else "congminh.sqlite3")
    )
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
NUMBER_GROUPING = 3  # by dots in Vietnamese, where a template asks for it: floatformat's «g»
LOCALE_PATHS = [PACKAGE / "locale"]

# What people hand in; read through views that ask who may see it, never served as it lies.
MEDIA_ROOT = HOME / "files"
# Where what comes in lies until it was looked through; not below MEDIA_ROOT, emptied as one goes.
QUARANTINE = HOME / "quarantine"
ANTIVIRUS = scanner(os.environ.get("CONGMINH_ANTIVIRUS", ""))

LOG_FOLDER = Path(os.environ.get("CONGMINH_LOG") or HOME / "merkle-log")
LOG_WITNESSES = os.environ.get("CONGMINH_WITNESSES", "").split()
LOG_WITNESSES_NEEDED = int(os.environ.get("CONGMINH_WITNESSES_NEEDED") or len(LOG_WITNESSES))
# Who looked at whose figures; the database itself keeps a year.
LOOKS_KEPT_MONTHS = max(12, int(os.environ.get("CONGMINH_LOOKS_MONTHS") or 24))

BACKUPS = Path(os.environ.get("CONGMINH_BACKUPS") or HOME / "backups")
METRICS_TOKEN = os.environ.get("CONGMINH_METRICS_TOKEN", "")

STATIC_URL = "static/"
STATIC_ROOT = GATHERED
STATICFILES_DIRS = [PACKAGE / "static"]
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": PLAIN if DEBUG else HASHED},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
HTTPS = not DEBUG and os.environ.get("CONGMINH_PLAIN_HTTP") != "1"
SECURE_SSL_REDIRECT = HTTPS
# Asked by programs of the same machine, past the proxy.
SECURE_REDIRECT_EXEMPT = [r"^(suc-khoe|san-sang|do-luong)/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Where a request comes from is said by our own proxy, or by the connection itself.
BEHIND_PROXY = os.environ.get("CONGMINH_PROXY") == "1"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_CROSS_ORIGIN_OPENER_POLICY = SECURE_REFERRER_POLICY = "same-origin"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
X_FRAME_OPTIONS = "DENY"

# Mail: a digest a day, only where a server is named.
MAIL = mail(os.environ)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL else 'dummy'}.EmailBackend"
if MAIL:
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.host, MAIL.port, MAIL.user, MAIL.password
    EMAIL_USE_SSL, EMAIL_USE_TLS, DEFAULT_FROM_EMAIL = MAIL.ssl, MAIL.starttls, MAIL.sender
EMAIL_TIMEOUT = 20
MAIL_AT = hour(os.environ.get("CONGMINH_MAIL_AT", "07:00"))
SITE_URL = os.environ.get("CONGMINH_SITE_URL", f"https://{ALLOWED_HOSTS[0]}").rstrip("/")

LOGGING = logging(os.environ.get("CONGMINH_LOG_LINES") or ("json" if HTTPS else "text"))

# What a page says after an act, in the tones of components/notice.html.
MESSAGE_TAGS = {message_levels.SUCCESS: "good", message_levels.WARNING: "warn", message_levels.ERROR: "seal"}
# A file's own page, where its app has one.
ABSOLUTE_URL_OVERRIDES = {
    "catalogue.catalogue": lambda file: f"/danh-muc/{file.pk}/",
    "assessment.periodsheet": lambda file: f"/phieu/{file.pk}/",
}

LOGIN_URL, LOGIN_REDIRECT_URL = "sign_in", "home"
AUTHENTICATION_BACKENDS = ["congminh.accounts.backend.WithPerson"]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
]
HASHERS = "django.contrib.auth.hashers"
# A password hashed by the second is hashed anew by the first at the next sign-in.
PASSWORD_HASHERS = ["congminh.accounts.entering.hashing.Argon2", f"{HASHERS}.ScryptPasswordHasher"]
SECOND_FACTOR = roles(os.environ.get("CONGMINH_SECOND_FACTOR", ""))
SOURCE_TRIES = tries(os.environ.get("CONGMINH_SOURCE_TRIES", ""))
MFA_ADAPTER = "congminh.accounts.factors.adapter.Factors"
MFA_TOTP_TOLERANCE = 1  # half minutes a telephone's clock may be early or late
SOCIALACCOUNT_ADAPTER = "congminh.accounts.single.adapter.Known"
SOCIALACCOUNT_LOGIN_ON_GET = True
OIDC = issuers(os.environ)
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": OIDC}}
