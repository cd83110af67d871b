"""Every page, with an example of each that has parameters."""
import dataclasses, functools, json, re

from centre import ROOT

LANGUAGES = ("vi", "en")


@dataclasses.dataclass(frozen=True)
class Page:
    """`person`: who looks, None for somebody who is not signed in. `status`: what the page is."""
    name: str
    path: str
    person: str | None = "an"
    status: int = 200

    def address(self, language):
        return f"{self.path}{'&' if '?' in self.path else '?'}language={language}"


def pages(centre, browser, province="51"):
    """With addresses that are there in `centre`, which simulated machines have filled. `browser`
    is signed in."""
    commune = centre.ask(
        "SELECT min(m.commune) FROM machine m JOIN commune c ON c.code = m.commune"
        " WHERE c.province = ?", province)
    silent = centre.ask(
        "SELECT max(code) FROM commune WHERE province = ? AND code NOT IN"
        " (SELECT commune FROM machine)", province)
    plan = f"budget=2000000000&province={province}"
    one, other = (kept_plan(centre, browser, f"{plan}&cap={cap}", f"Phương án {cap}")
                  for cap in (300_000_000, 100_000_000))
    return [
        Page("ranking", f"/?province={province}"),
        Page("ranking of the country", "/"),
        Page("verify first", "/?queue=verifyFirst"),
        Page("nothing found", "/?search=khong+co+xa+nao+nhu+the"),
        Page("map", f"/map?province={province}"),
        Page("map of the country", "/map"),
        Page("map of reporting", f"/map?province={province}&colour=reporting"),
        Page("commune", f"/communes/{commune}"),
        *([Page("commune without machines", f"/communes/{silent}")] if silent else []),
        Page("history", f"/communes/{commune}/history"),
        Page("plan form", "/plan"),
        Page("wrong budget", "/plan?budget=kh%C3%B4ng"),
        Page("plan", f"/plan?{plan}"),
        Page("saved plans", "/plan/saved"),
        Page("saved plan", f"/plan/saved/{one}"),
        Page("compared plans", f"/plan/compare?a={one}&b={other}"),
        Page("policy", "/policy"),
        Page("what-if", f"/policy/what-if?province={province}&w.line=20"),
        Page("pairs", "/policy/pairs?p.0.1=9&p.1.2=9&p.0.2=-9"),
        Page("coverage of the country", "/coverage"),
        Page("coverage of a province", f"/coverage?province={province}"),
        Page("coverage that is worth a look", "/coverage?look=missing"),
        Page("machine", f"/machines/{centre.machines()[0]['id']}"),
        Page("not found", "/communes/99999/no-such-page", status=404),
        Page("no such commune", "/communes/99999", status=404),
        Page("sign-in", "/sign-in", person=None),
        Page("first invitation", f"/invitations/{invitation(centre)}", person=None),
    ]


def kept_plan(centre, browser, query, name):
    """The number of a plan that is kept under a name."""
    browser.open(f"{centre.address}/plan?{query}")
    browser.find("form[action='/plan/saved'] [name=name]").send_keys(name)
    browser.find("form[action='/plan/saved'] button").click()
    return re.search(r"/plan/saved/(\d+)", browser.path)[1]


def invitation(centre):
    """The secret of a link by which a new user chooses a password."""
    said = centre.inventory("user", "add", f"moi-{len(centre.people)}", "--role", "planner")
    return said.split("/invitations/")[1].strip()


@functools.cache
def message_keys():
    """Keys of texts: what a page shows where it forgot to translate."""
    return {key for key in json.loads((ROOT / "inventory/messages/vi.json").read_text())
            if "." in key}
