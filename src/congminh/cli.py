"""`congminh`: the commands of the system. Vietnamese first; `--lang en` or CONGMINH_LANG=en for English."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from congminh import commands, keeping, safekeeping, serving
from congminh.law.text import Text

Run = Callable[[argparse.Namespace], int]


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tasks", required=True, metavar="T", help="tasks, Parquet or CSV («nhiệm vụ»)")
    parser.add_argument("--sheets", required=True, metavar="S", help="sheets, Parquet or CSV («phiếu»)")
    parser.add_argument("--period", metavar="2026-10", help="only this period («kỳ»)")
    _readings(parser)


def _readings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reading",
        action="append",
        default=[],
        metavar="KEY=OPTION",
        help="the agency's choice where the law is silent («cách hiểu»), may be repeated",
    )


def _cases(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="YAML files or folders; built-in cases when none")


def _score(parser: argparse.ArgumentParser) -> None:
    _files(parser)
    parser.add_argument("--out", required=True, metavar="R", help="results, .parquet or .csv («kết quả»)")
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--remote", metavar="sc://host:port", help="a Spark Connect endpoint")
    parser.add_argument("--law", default="nd335")


def _explain(parser: argparse.ArgumentParser) -> None:
    _files(parser)
    parser.add_argument("--person", required=True, type=int, metavar="ID")
    parser.add_argument("--law", default="nd335")


def _compare(parser: argparse.ArgumentParser) -> None:
    _files(parser)
    parser.add_argument("--laws", required=True, metavar="nd335,duthao2025")
    parser.add_argument("--out", metavar="R", help="every sheet's figures under each law, .parquet or .csv")


def _catalogue(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="read a catalogue workbook and list every doubt («kiểm tra danh mục»)")
    check.add_argument("file", metavar="FILE.xlsx")
    check.add_argument("--lang", choices=("vi", "en"), default=argparse.SUPPRESS)


def _demo_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", default="demo-data", metavar="DIR", help="where the files go")


def _served(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--no-worker", action="store_true", help="no worker beside it: «congminh worker» runs elsewhere"
    )
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes that answer pages («tiến trình»)"
    )


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at («địa chỉ»)")
    _served(parser)


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(host="127.0.0.1")
    _served(parser)


def _worker(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)


def _manage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="…", help="what Django is asked to do")


def _verify(parser: argparse.ArgumentParser) -> None:
    told = "receipts to check, instead of the log («biên nhận»)"
    parser.add_argument("receipts", nargs="*", metavar="RECEIPT", help=told)
    kept = "a signed root kept elsewhere («điểm chốt»), or what a paper says of one: its size and root, or its square"
    parser.add_argument("--checkpoint", metavar="FILE|PAPER", help=kept)
    parser.add_argument("--key", metavar="NAME+ID+KEY", help="the log's public key, when not the one kept here")
    told = "key of a witness besides those of this installation («nhân chứng»); may be given again"
    parser.add_argument("--witness", action="append", default=[], metavar="NAME+ID+KEY", help=told)
    parser.add_argument("--needed", type=int, default=0, metavar="K", help="how many witnesses a receipt must bear")
    parser.add_argument("--since-last", action="store_true", help="only what is new since the last time all was well")


def _log(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    init = verbs.add_parser("init", help="make the key that signs the log («tạo khóa ký»)")
    init.add_argument("name", metavar="NAME", help="the log's name, such as so-vet.thanhbinhminh.gov.vn")
    verbs.add_parser("seal", help="sign what is new («chốt sổ»)")
    verbs.add_parser("status", help="where the log stands («tình trạng»)")
    epoch = verbs.add_parser("epoch", help="go on from an older backup, signed («kỷ nguyên mới»)")
    epoch.add_argument("--reason", required=True, metavar="WHY")
    for each in verbs.choices.values():
        each.add_argument("--lang", choices=("vi", "en"), default=argparse.SUPPRESS)


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", nargs="?", metavar="FILE|DIR", help="where to; CONGMINH_BACKUPS when not said")
    parser.add_argument("--keep", type=int, default=0, metavar="N", help="keep only the N newest in that folder")


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="an archive made by «congminh backup»")
    parser.add_argument("--replace", action="store_true", help="put what is here aside («thay dữ liệu đang có»)")


def _upgrade(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--backup", metavar="DIR", help="where the backup before it goes; CONGMINH_BACKUPS when not said"
    )


def _move(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="postgresql://…", help="an empty PostgreSQL database («cơ sở dữ liệu đích»)")


def _state(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prove", action="store_true", help="try the last backup now («thử khôi phục»)")


COMMANDS: dict[str, tuple[Run, Callable[[argparse.ArgumentParser], None], Text]] = {
    "cases": (commands.cases, _cases, Text("chạy các tình huống pháp luật", "run law cases")),
    "score": (commands.score, _score, Text("chấm điểm từ tệp", "score files")),
    "explain": (commands.explain, _explain, Text("vì sao điểm này?", "why this score?")),
    "compare": (commands.compare, _compare, Text("so sánh các văn bản", "compare laws on the same facts")),
    "catalogue": (commands.catalogue, _catalogue, Text("danh mục sản phẩm/công việc", "catalogue of products")),
    "serve": (serving.serve, _serve, Text("mở trang web", "serve the site")),
    "verify": (keeping.verify, _verify, Text("kiểm tra sổ vết", "verify the log of the ledger")),
    "log": (keeping.log, _log, Text("khóa, chốt và kỷ nguyên của sổ vết", "the log's key, checkpoints and epochs")),
    "worker": (serving.worker, _worker, Text("chạy các việc nền", "run the jobs in the background")),
    "backup": (safekeeping.backup, _backup, Text("sao lưu", "back everything up")),
    "restore": (safekeeping.restore, _restore, Text("khôi phục từ bản sao lưu", "restore a backup")),
    "upgrade": (safekeeping.upgrade, _upgrade, Text("nâng cấp cơ sở dữ liệu", "bring the database up to this version")),
    "move": (safekeeping.move, _move, Text("chuyển sang PostgreSQL", "move to PostgreSQL")),
    "status": (safekeeping.status, _state, Text("tình trạng hệ thống", "how the installation stands")),
    "manage": (serving.manage, _manage, Text("lệnh quản trị", "commands of the administrator")),
    "demo": (serving.demo, _demo, Text("mở trang web của cơ quan minh họa", "serve the demonstration agency")),
    "demo-data": (commands.demo_data, _demo_data, Text("dữ liệu minh họa", "the demonstration agency's months")),
}


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(prog="congminh", description=__doc__)
    verbs = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (run, options, told) in COMMANDS.items():
        verb = verbs.add_parser(name, help=f"{told.vi} ({told.en})")
        verb.add_argument("--lang", choices=("vi", "en"), default=os.environ.get("CONGMINH_LANG", "vi"))
        options(verb)
        verb.set_defaults(run=run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 something found, 2 bad input (said on stderr)."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BrokenPipeError:
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
