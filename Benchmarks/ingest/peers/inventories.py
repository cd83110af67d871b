"""Inventories of distinct computers as ocsinventory-agent sends them.

Each is what that agent reported of a virtual machine (ocs-linux.xml), with the computer's own
firmware, name and addresses and with packages as the agent lists them, the same on every computer.
"""
import pathlib, zlib

ROOT = pathlib.Path(__file__).resolve().parents[3]
FIXTURE = ROOT / "Tests/ThirdPartyInventoryTests/Exchanges/ocs-linux.xml"
AGENT = "OCS-NG_unified_unix_agent_v2.10.0"
# All sections differ from the last inventory; or only the hardware, which contains the uptime.
EVERYTHING, HARDWARE = 1572863, 1


def packages(count):
    return "".join(
        f"""    <SOFTWARES>
      <ARCHITECTURE>amd64</ARCHITECTURE>
      <COMMENTS>library number {place % 41} of the system, installed by its own service</COMMENTS>
      <FILESIZE>{place * 104_729 % 9_999_991}</FILESIZE>
      <FROM>deb</FROM>
      <INSTALLDATE>2026/0{place % 9 + 1}/1{place % 9} 08:15:00</INSTALLDATE>
      <NAME>package-{place * 7919 % 10_007}</NAME>
      <PUBLISHER>https://publisher-{place % 37}.example/</PUBLISHER>
      <VERSION>{place % 13}.{place * 31 % 997}-1+deb12u{place % 3}</VERSION>
    </SOFTWARES>
""" for place in range(count))


def replaced(text, old, new, most=-1):
    assert old in text, f"{FIXTURE} has no {old}"
    return text.replace(old, new, most)


class Fleet:
    """`count` computers from number `start` on, each with the given number of packages."""

    def __init__(self, start, count, packages_each):
        self.text = replaced(
            FIXTURE.read_text(), "    <STORAGES>\n", packages(packages_each) + "    <STORAGES>\n", most=1)
        self.start, self.count, self.packages = start, count, packages_each

    def device(self, number):
        return f"pc-{number:06}-2026-11-01-08-00-00"

    def prolog(self, number):
        return zlib.compress((
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<REQUEST>\n"
            f"  <DEVICEID>{self.device(number)}</DEVICEID>\n  <QUERY>PROLOG</QUERY>\n</REQUEST>\n").encode())

    def inventory(self, number, again):
        """The XML of the computer's first inventory, or of one after a night without changes."""
        address = ":".join(f"{number >> shift & 255:02x}" for shift in (16, 8, 0))
        text = self.text
        for old, new in [
            ("<BIOS>\n", "<BIOS>\n      <ASSETTAG>A{0}</ASSETTAG>\n      <BDATE>08/21/2019</BDATE>\n"
             "      <SMANUFACTURER>Dell Inc.</SMANUFACTURER>\n      <SMODEL>OptiPlex 3060</SMODEL>\n"
             "      <SSN>S{0}</SSN>\n      <TYPE>Desktop</TYPE>\n"),
            (f"<CHECKSUM>{EVERYTHING}<", f"<CHECKSUM>{HARDWARE if again else EVERYTHING}<"),
            ("<NAME>pc-van-phong<", "<NAME>pc-{0}<"),
            ("<VMSYSTEM>", f"<UUID>4c4c4544-0042-3010-8035-{number:012x}</UUID>\n      <VMSYSTEM>"),
            ("00-00-00 04:11:21", "00-00-01 04:11:21" if again else "00-00-00 04:11:21"),
            ("<IPADDR>scrubbed<", f"<IPADDR>10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}<"),
            ("<MACADDR>scrubbed<", f"<MACADDR>3c:52:82:{address}<"),
            ("<DEVICEID>pc-van-phong-2026-11-28-08-15-00<", f"<DEVICEID>{self.device(number)}<"),
        ]:
            text = replaced(text, old, new.replace("{0}", f"{number:06}"))
        return text.encode()

    def conversations(self, again):
        """Prolog and inventory of every computer, deflated."""
        return [(self.prolog(number), zlib.compress(self.inventory(number, again)))
                for number in range(self.start, self.start + self.count)]
