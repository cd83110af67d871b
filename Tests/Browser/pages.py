"""Every page, with an example of each that has parameters."""
import dataclasses, functools, hashlib, json, pathlib, re

from agent import Agent
from centre import ROOT

LANGUAGES = ("vi", "en")


@dataclasses.dataclass(frozen=True)
class Page:
    """`person`: the visitor, None for somebody who is not signed in. `status`: the page's
    status."""
    name: str
    path: str
    person: str | None = "an"
    status: int = 200

    def address(self, language):
        return f"{self.path}{'&' if '?' in self.path else '?'}language={language}"


def pages(centre, browser, province="51"):
    """The pages with addresses that exist in `centre`, which machines have filled. `browser` is
    signed in. Pages that answer a form are covered by the tests that send it."""
    commune, machine = centre.row(
        "SELECT m.commune, m.id FROM machine m JOIN commune c ON c.code = m.commune"
        " WHERE c.province = ? AND m.lastReportAt IS NOT NULL ORDER BY m.commune DESC", province)
    silent, = centre.row(
        "SELECT coalesce(max(code), '21028') FROM commune WHERE province = ? AND code NOT IN"
        " (SELECT commune FROM machine)", province)
    former, later = twins(centre, commune)
    centre.inventory("machines", "quarantine", later, "--reason", "hai máy cùng một khoá")
    plan = f"budget=2000000000&province={province}"
    one, other = (kept_plan(centre, browser, f"{plan}&cap={cap}", f"Phương án {cap}")
                  for cap in (300_000_000, 100_000_000))
    officer = centre.person("can-bo", "officer", "--commune", commune)
    planner = centre.person("ke-hoach", "planner", "--province", province)
    user, = centre.row("SELECT number FROM user WHERE name = ?", officer)
    return [
        Page("overview", "/"),
        Page("ranking", f"/ranking?province={province}"),
        Page("ranking of the country", "/ranking"),
        Page("ranking further on", "/ranking?queue=all&page=12"),
        Page("verify first", "/ranking?queue=verifyFirst"),
        Page("nothing found", "/ranking?search=khong+co+xa+nao+nhu+the"),
        Page("ranking in figures", f"/ranking?province={province}&figures=yes"),
        Page("ranking of a past day", f"/ranking?province={province}&asOf=2026-01-31"),
        Page("commune of a past day", f"/communes/{commune}?asOf=2026-01-31"),
        Page("compare form", "/compare"),
        Page("compared communes", f"/compare?first={commune}&second={silent}"),
        Page("compared days", f"/compare?first={commune}&firstAsOf=2026-01-31"),
        Page("map", f"/map?province={province}"),
        Page("map of the country", "/map"),
        Page("map of reporting", f"/map?province={province}&colour=reporting"),
        Page("commune", f"/communes/{commune}"),
        Page("commune without machines", f"/communes/{silent}"),
        Page("history", f"/communes/{commune}/history"),
        Page("machine", f"/machines/{machine}"),
        Page("machine held back", f"/machines/{later}"),
        Page("coverage", f"/coverage?province={province}"),
        Page("coverage of the country", "/coverage"),
        Page("silent machines", "/coverage/machines?since=30"),
        Page("plan form", "/plan"),
        Page("wrong budget", "/plan?budget=kh%C3%B4ng"),
        Page("plan", f"/plan?{plan}"),
        Page("forecast", f"/forecast?province={province}&budget=2000000000"),
        Page("forecast of the country", "/forecast?budget=50000000000"),
        Page("wrong forecast", "/forecast?years=51&budget=0"),
        Page("saved plans", "/plan/saved"),
        Page("saved plan", f"/plan/saved/{one}"),
        Page("programmes", "/programmes"),
        Page("programme", f"/programmes/{programme(centre, one)}"),
        Page("compared plans", f"/plan/compare?a={one}&b={other}"),
        Page("policy", "/policy"),
        Page("what-if", f"/policy/what-if?province={province}&w.line=20"),
        Page("pairs", "/policy/pairs?p.0.1=9&p.1.2=9&p.0.2=-9"),
        Page("check", "/check"),
        *(Page(f"check of the {step}", f"/check?commune={commune}&step={step}") for step in
          ("computer", "line", "system", "services", "scanner", "accounts")),
        Page("link to the check", "/check/open/x", person=None),
        Page("coverage that is worth a look", "/coverage?look=missing"),
        Page("administration", "/administration"),
        Page("tokens", "/administration/tokens"),
        Page("machines to decide on", "/administration/machines"),
        Page("merge", f"/administration/machines/{former}/merge/{later}"),
        Page("register", "/administration/register"),
        Page("groups", "/administration/groups"),
        Page("users", "/administration/users"),
        Page("user", f"/administration/users/{user}"),
        Page("programs", "/administration/programs"),
        Page("account", "/administration/account"),
        Page("audit log", "/administration/audit"),
        Page("not found", "/no-such-page", status=404),
        Page("no such commune", "/communes/99999", status=404),
        Page("commune of an officer", f"/communes/{commune}", person=officer),
        Page("coverage of an officer", "/coverage", person=officer),
        Page("overview of a planner", "/", person=planner),
        Page("ranking of a planner", "/ranking", person=planner),
        Page("forbidden", "/administration/users", person=planner, status=403),
        Page("sign-in", "/sign-in", person=None),
        Page("invitation", f"/invitations/{invitation(centre)}", person=None),
    ]


def twins(centre, commune):
    """Two machines of one commune that look alike."""
    token, = centre.tokens("--commune", commune)
    evidence = {kind: hashlib.sha256(kind.encode()).hexdigest() for kind in ("serial", "uuid")}
    return [Agent(centre.address, token["token"], installId=name, evidence=evidence).machine
            for name in ("former", "later")]


def kept_plan(centre, browser, query, name):
    """The number of a saved plan."""
    browser.open(f"{centre.address}/plan?{query}")
    browser.find("form[action^='/plan/saved'] [name=name]").send_keys(name)
    browser.submit("form[action^='/plan/saved'] button")
    return re.search(r"/plan/saved/(\d+)", browser.path)[1]


def invitation(centre):
    """The secret of a link by which a new user chooses a password."""
    said = centre.inventory("user", "add", "moi", "--role", "planner")
    return said.split("/invitations/")[1].strip()


@functools.cache
def message_keys():
    """Keys of texts, which a page shows if a translation is missing."""
    return {key for key in json.loads((ROOT / "inventory/messages/vi.json").read_text())
            if "." in key}


def programme(centre, plan):
    """An adopted plan: one purchase delivered long ago and never confirmed, one ordered."""
    number, = centre.row("SELECT count(*) FROM programme")
    if not number:
        centre.inventory("programme", "adopt", str(plan), "--name", "Chương trình 2026", "--yes")
    number, = centre.row("SELECT max(number) FROM programme")
    if centre.row("SELECT count(*) FROM programme_entry") == (0,):
        items = centre.rows("SELECT commune, item FROM programme_item WHERE item <> '(visit)'"
                            " ORDER BY commune LIMIT 2")
        lines = ["kind,commune,item,day,count,document"]
        lines += [f"order,{commune},{item},2026-01-05,1,HD-01" for commune, item in items]
        lines += [f"delivery,{items[0][0]},{items[0][1]},2026-02-05,1,BB-01"]
        table = pathlib.Path(centre.folder.name) / "purchases.csv"
        table.write_text("\n".join(lines) + "\n")
        centre.inventory("programme", "import", str(number), str(table))
    return number
