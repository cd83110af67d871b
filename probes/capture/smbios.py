"""Makes SMBIOS structures (DMTF DSP0134) from a machine's TOML file, one file each."""

import struct

# The fields of each type after its header, in order: name and form. "s" is a string; fields missing
# from the TOML are zero.
LAYOUTS = {
    0: "vendor:s version:s segment:H date:s rom_size:B characteristics:Q extension:H major:B minor:B "
       "ec_major:B ec_minor:B",
    1: "manufacturer:s product:s version:s serial:s uuid:U wake_up:B sku:s family:s",
    2: "manufacturer:s product:s version:s serial:s asset:s features:B location:s chassis:H kind:B "
       "contained:B",
    3: "manufacturer:s kind:B version:s serial:s asset:s boot:B power:B thermal:B security:B oem:I "
       "height:B cords:B elements:B element_length:B sku:s",
    4: "socket:s kind:B family:B manufacturer:s id:Q version:s voltage:B clock:H maximum:H current:H "
       "status:B upgrade:B l1:H l2:H l3:H serial:s asset:s part:s cores:B enabled:B threads:B "
       "characteristics:H family2:H",
    16: "location:B use:B correction:B capacity:I error:H devices:H extended:Q",
    17: "array:H error:H total_width:H data_width:H size:H form:B set:B locator:s bank:s kind:B "
        "detail:H speed:H manufacturer:s serial:s asset:s part:s attributes:B extended_size:I "
        "configured_speed:H minimum_voltage:H maximum_voltage:H configured_voltage:H",
}
FORMS = {"B": "<B", "H": "<H", "I": "<I", "Q": "<Q"}


def structure(fields):
    """The bytes of one structure, with its strings and the two zeros that end it."""
    body, strings = b"", []
    for field in LAYOUTS[fields["type"]].split():
        name, form = field.split(":")
        value = fields.get(name)
        if form == "s":
            if value is not None:
                strings.append(value.encode() + b"\0")
            body += bytes([len(strings) if value is not None else 0])
        elif form == "U":
            # The byte order since SMBIOS 2.6.
            digits = bytes.fromhex((value or "0" * 32).replace("-", ""))
            body += digits[3::-1] + digits[5:3:-1] + digits[7:5:-1] + digits[8:]
        else:
            body += struct.pack(FORMS[form], value or 0)
    head = struct.pack("<BBH", fields["type"], len(body) + 4, fields["handle"])
    return head + body + (b"".join(strings) or b"\0") + b"\0"
