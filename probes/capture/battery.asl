// A laptop's power: a mains adapter, a battery, and a second bay with nothing in it.
DefinitionBlock ("", "SSDT", 2, "CMUNE", "BATTERY", 1)
{
    Scope (\_SB)
    {
        Device (ADP1)
        {
            Name (_HID, "ACPI0003")
            Name (_PCL, Package () { \_SB })
            Method (_PSR) { Return (1) }
            Method (_STA) { Return (0x0F) }
        }
        Device (BAT0)
        {
            Name (_HID, EisaId ("PNP0C0A"))
            Name (_UID, 0)
            Name (_PCL, Package () { \_SB })
            Method (_STA) { Return (0x1F) }
            Method (_BIF)
            {
                Return (Package () { 1, 3000, 2800, 1, 11400, 300, 100, 10, 10,
                    "L16M2PB1", "", "LION", "LGC" })
            }
            Method (_BST) { Return (Package () { 0, 0, 2700, 11800 }) }
        }
        Device (BAT1)
        {
            Name (_HID, EisaId ("PNP0C0A"))
            Name (_UID, 1)
            Name (_PCL, Package () { \_SB })
            // Present, without a battery in it.
            Method (_STA) { Return (0x0F) }
            Method (_BIF)
            {
                Return (Package () { 1, 0xFFFFFFFF, 0xFFFFFFFF, 1, 0xFFFFFFFF, 0, 0, 0, 0,
                    "", "", "", "" })
            }
            Method (_BST) { Return (Package () { 0, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF }) }
        }
    }
}
