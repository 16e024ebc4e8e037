"""The commands that run the site: manage, worker, serve, demo. Only they load the framework."""

import argparse
import ipaddress
import os
import tempfile

from congminh.commands import Refused, answers
from congminh.law.text import Text

Options = argparse.Namespace
NO_KEY = Text(
    "chưa có CONGMINH_SECRET_KEY: đặt một chuỗi ngẫu nhiên dài; để dùng thử trên riêng máy này, chạy «congminh serve»",
    "no CONGMINH_SECRET_KEY: set it to a long random text; to try the site on this machine alone, run «congminh serve»",
)
NO_HOSTS = Text(
    "--host {0}: đặt CONGMINH_HOSTS là tên miền hoặc địa chỉ mà người dùng gõ, cách nhau bằng dấu phẩy",
    "--host {0}: set CONGMINH_HOSTS to the names or addresses people will type, separated by commas",
)
NO_LOOK = Text(
    "chưa có tệp giao diện (phông chữ, biểu tượng, kiểu dáng): chạy «make assets»",
    "the files of the look (fonts, icons, styles) are not there: run «make assets»",
)
TAKEN = Text(
    "không mở được {0}:{1}: cổng đang có chương trình khác dùng hoặc không được phép, hoặc máy không có địa chỉ ấy;"
    " chọn lại bằng --port, --host",
    "cannot open {0}:{1}: another program uses the port, or it is not ours to use, or the machine has no such address;"
    " choose by --port, --host",
)
HALF = Text(
    "một lần khôi phục bị đứt giữa chừng: chạy lại «congminh restore TỆP»",
    "a restoration was broken off half way: run «congminh restore FILE» again",
)
OWN_DATABASE = Text(
    "DATABASE_URL được bỏ qua: bản minh họa dùng cơ sở dữ liệu riêng",
    "DATABASE_URL is left aside: the demonstration has a database of its own",
)


@answers
def manage(options: Options) -> int:
    """Django's own commands, with the settings of the site."""
    if options.arguments[:1] == ["begin"]:
        _key(options.lang)
    ready(options.lang)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["congminh manage", *options.arguments])
    return 0


@answers
def worker(options: Options) -> int:
    """Run the jobs that wait, until stopped."""
    ready(options.lang)
    from congminh.jobs.worker import work
    from congminh.ledger.log.guard import watch

    watch()
    work(options.with_parent)
    return 0


@answers
def serve(options: Options) -> int:
    """Serve the site, with a worker beside it; an empty database is set up first, one behind with data refused."""
    _must_serve(options)
    if _is_loopback(options.host) and os.environ.get("CONGMINH_PROXY") != "1":
        os.environ.setdefault("CONGMINH_PLAIN_HTTP", "1")
        _key(options.lang)
    ready(options.lang)
    _migrate(options.lang)
    _log_key(options.lang)
    return _serve(options)


@answers
def demo(options: Options) -> int:
    """Build the demonstration agency in a database of its own, print its month and serve it on this machine."""
    _must_serve(options)
    os.environ.setdefault("CONGMINH_HOME", "demo-data")
    if os.environ.pop("DATABASE_URL", None):
        print(OWN_DATABASE(options.lang))
    os.environ |= {"CONGMINH_DEMO": "1", "CONGMINH_DEMO_ANYWAY": "1", "CONGMINH_PLAIN_HTTP": "1"}
    _key(options.lang)
    ready(options.lang)
    _migrate(options.lang, whatever=True)
    from congminh.demo.build import build
    from congminh.demo.loading import load
    from congminh.site.trial import home

    _log_key(options.lang)
    load()
    return build(home(), options.lang) or _serve(options)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _must_serve(options: Options) -> None:
    """Raises Refused where the pages could not be served, before anything is done."""
    from congminh.site.assets import GATHERED
    from congminh.site.serve import is_free

    if not (GATHERED / "staticfiles.json").is_file():
        raise Refused(NO_LOOK)
    if not _is_loopback(options.host) and not os.environ.get("CONGMINH_HOSTS"):
        raise Refused(_filled(NO_HOSTS, options.host))
    if not is_free(options.host, options.port):
        raise Refused(_filled(TAKEN, options.host, options.port))


def _filled(text: Text, *values: object) -> Text:
    return Text(text.vi.format(*values), text.en.format(*values))


def _key(language: str) -> None:
    """A key of its own for a trial on this machine, where there is none."""
    from congminh.site.trial import home, make_key

    made = None if os.environ.get("CONGMINH_DEBUG") == "1" else make_key(home())
    if made:
        print(Text(f"Đã tạo khóa bí mật ở {made}", f"A secret key was made in {made}")(language))


def ready(language: str, even_half: bool = False) -> None:
    """Load the framework; raises Refused in words where its settings do not hold, or a restoration was broken off."""
    from congminh.site.trial import home, secret_key

    if not secret_key(home()) and os.environ.get("CONGMINH_DEBUG") != "1":
        raise Refused(NO_KEY)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congminh.site.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.utils.translation import activate

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Refused(Text(str(error), str(error))) from error
    activate(language)
    from congminh.operations.backups.restoring import unfinished

    if unfinished() and not even_half:
        raise Refused(HALF)


def _migrate(language: str, whatever: bool = False) -> None:
    """Bring the database up to date, saying so when there was anything to do; `whatever` it holds, of a demonstration.

    Raises Refused where it holds data of an agency and is behind.
    """
    from django.core.management import call_command

    from congminh.operations.backups.apart import Failed
    from congminh.operations.upgrading import bring_up_to_date, pending

    try:
        steps = pending() if whatever else bring_up_to_date()
    except Failed as error:
        raise Refused(error.text) from error
    if whatever:
        call_command("migrate", verbosity=0, interactive=False)
    if steps:
        print(Text(f"Cơ sở dữ liệu: đã cập nhật {steps} bước", f"Database: {steps} steps brought up to date")(language))


def _log_key(language: str) -> None:
    """A key of the log for a trial on this machine; a real site's is made by «congminh log init»."""
    from django.conf import settings

    from congminh.ledger.log.folder import KEY, Folder

    folder = Folder.here()
    if os.environ.get("CONGMINH_PLAIN_HTTP") == "1" and not folder.read(KEY):
        folder.make_key("demo.congminh" if settings.DEMO else "congminh")
        print(Text(f"Đã tạo khóa ký sổ vết ở {folder.path}", f"A key of the log was made in {folder.path}")(language))


def _serve(options: Options) -> int:
    from congminh.site.serve import serve as run

    if options.workers > 1:  # each would count its own requests, and Prometheus ask one of them
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="congminh-measures-"))
    address = f"http://{options.host}:{options.port}/"
    told = Text(f"Mở trình duyệt: {address}   (Ctrl-C để dừng)", f"Open in a browser: {address}   (Ctrl-C to stop)")
    run(
        options.host, options.port, options.workers, not options.no_worker,
        lambda: print(f"\n{told(options.lang)}", flush=True),
    )  # fmt: skip
    return 0
