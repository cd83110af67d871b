import Testing

@testable import HardwareCatalogue
@testable import Probing

/// Makers' placeholders in firmware are not facts, and values that only look like placeholders are.
struct PlaceholderTests {
  @Test(arguments: [
    "SYS-1234567890", "SYS-9876543210", "SN-12345", "SN12345678", "MB-1234567890", "12345",
    "12345678", "0987654321", "123456789000", "12345678901234567", "0123456789ABCDEF",
    "BSN12345678901234567", "BSS-0123456789", "1234567890ABCDEF", "MSN0123456789",
    "SSN12345678901234567", "IATPASS", "SystemSerialNumb", "(null string)",
    "Serial Number xxxxxx", "Not Settable", "No Enclosure", "Chassis Version", "OEM_MB",
    "OEM Product", "Unknow", "Unknown Product", "Unknown (0x0898)", "0x0000", "0xFFFF",
    "Default_String", "Default_String 2", "Type2 - Board Product Name1",
    "Type2 - Board Vendor Name1", "Type2 - Board Serial Number", "Base Board Product Name",
    "$PRODUCT_NAME$", "System Manufacture", "System manufacturer", "System Product Name",
    "System Version", "System UUID", "Chassis Serial Number", "Board Serial Number", "O.E.M",
    "O.E.M.", "Not_Specified", "Product Name", "SerialNumber", "Module Manufacturer 3",
    "OEM Default string000", "DefaultString", "ToBeFilledByO.E.M.",
    "SmbiosType1_SystemManufacturer",
    "SmbiosType2_BoardManufacturer", "OEM Chassis Manufacturer", "Not Provided", "None Provided",
    "(none)", "<None>", "[Unknown]", "<unknown>", "System Family", "ASUS MB", "TBD by ODM",
    "Aptio CRB", "SKYBAY", "Gardenia CRB", "EeePC-1234567890", "NB-1234567890",
    "Asset-1234567890",
  ])
  func placeholders(_ text: String) { #expect(Placeholders.fact(text) == nil) }

  @Test(arguments: [
    "System76", "System x3250 M4", "Lenovo Product", "ThinkPad X1 Family", "OptiPlex 3070",
    "G41MT-S2", "1234", "12345X", "SN-12346", "12346", "MB-AB12345", "54321", "123450",
    "JF1234567890", "Serial Cables", "Board", "System", "X541UAK", "0x10DE", "Version 2 Board",
    "Type 2241", "OEM Board 5", "Best Manufacturer 1", "Compaq Elite 8300", "7XK2P03", "K6-2",
    "NB-1234567891", "AB-123456", "SER5", "Product Type 5", "Family 17h", "(TM) Board",
  ])
  func facts(_ text: String) { #expect(Placeholders.fact(text) == text) }

  @Test(
    arguments: [
      ("7XK2P03", "7XK2P03"), ("HVYZABC", "HVYZABC"), ("PF 1ABCDE", "PF 1ABCDE"),
      ("VMware-56 4d 8b", "VMware-56 4d 8b"), ("Tulip Computers", nil), ("Not Settable", nil),
      ("12345678", nil), ("To be filled", nil), (nil, nil), ("1234567890ABCDEF", nil),
      ("MSN0123456789", nil), ("SSN12345678901234567", nil), ("Default_Serial", nil),
      ("EMPTY_SN", nil), ("toBeFilled", nil), ("%SERIAL%", nil), ("<null>", nil), ("Nil", nil),
      ("N.A.", nil), ("S/N", nil), ("SERIAL", nil), ("SerialNo", nil), ("NoSerial", nil),
      ("00000001", nil), ("00000012", "00000012"), ("BXTQKVM", "BXTQKVM"), ("1", nil),
      ("CZC1234ABC", "CZC1234ABC"), ("MSN0123456788", "MSN0123456788"),
      ("EeePC-1234567890", nil), ("OEM Default string000", nil), ("JF1234567890", "JF1234567890"),
    ] as [(String?, String?)])
  func serialNumbers(_ text: String?, _ number: String?) {
    #expect(Placeholders.serialNumber(text) == number)
  }

  @Test(
    arguments: [
      ("A", "A"), ("0", "0"), ("1", "1"), ("11", "11"), ("A1", "A1"), ("DIMM A1", "DIMM A1"),
      ("BANK 0", "BANK 0"), ("ChannelA-DIMM0", "ChannelA-DIMM0"), ("NA", nil), ("--", nil),
      ("xxxx", nil), ("To be filled by O.E.M.", nil), ("", nil), (nil, nil),
    ] as [(String?, String?)])
  func labels(_ text: String?, _ label: String?) { #expect(Placeholders.label(text) == label) }

  @Test(
    arguments: [
      ("4C4C4544-0058-4B10-8032-B7C04F503033", "4c4c4544-0058-4b10-8032-b7c04f503033"),
      ("{4c4c4544-0058-4b10-8032-b7c04f503033}", "4c4c4544-0058-4b10-8032-b7c04f503033"),
      ("urn:uuid:4c4c4544-0058-4b10-8032-b7c04f503033", "4c4c4544-0058-4b10-8032-b7c04f503033"),
      ("4c4c454400584b108032b7c04f503033", "4c4c4544-0058-4b10-8032-b7c04f503033"),
      ("032e02b4-0499-051b-6806-830700080009", "032e02b4-0499-051b-6806-830700080009"),
      ("6AB5B300-538D-1014-9FB5-B0684D007B53", nil),
      ("01010101-0101-0101-0101-010101010101", nil),
      ("00000000-0000-0000-0000-000000000000", nil),
      ("FEFEFEFE-FEFE-FEFE-FEFE-FEFEFEFEFEFE", nil),
      ("03000200-0400-0500-0006-000700080009", nil),
      ("12345678-9012-3456-7890-123456789012", nil), ("Not Settable", nil), ("2", nil),
      ("00112233-4455-6677-8899-AABBCCDDEEFF", nil), ("33221100-5544-7766-8899-AABBCCDDEEFF", nil),
      ("12345678-1234-5678-90AB-CDDEEFAABBCC", nil), ("78563412-3412-7856-90AB-CDDEEFAABBCC", nil),
      ("00020003-0004-0005-0006-000700080009", nil), ("44454C4C-0000-1020-8020-80C04F202020", nil),
      ("11111111-2222-3333-4444-555555555555", nil), ("12345678-1234-5678-1234-567812345678", nil),
      ("4c4c4544-1111-2222-3333-b7c04f503033", "4c4c4544-1111-2222-3333-b7c04f503033"),
      ("4c4c4544-0058-4b10-8032-b7c04f50303", nil), ("4c4c4544-0058-4b10-8032-b7c04f50303g", nil),
      ("4c4c-4544-0058-4b10-8032-b7c04f503033", nil), ("{}", nil), (nil, nil),
    ] as [(String?, String?)])
  func uuids(_ text: String?, _ uuid: String?) { #expect(HardwareUUID.canonical(text) == uuid) }

  @Test(
    arguments: [
      ("BANK 0", nil), ("Bank1", nil), ("DIMM 0", nil), ("Slot-2", nil),
      ("Unknown (0x0898)", "Essencore"),
      ("Unknown (0x0B7E)", nil), ("Unknown (0x802C)", "Micron"),
      ("Module Manufacturer:00CE", "Samsung"),
      ("Module Manufacturer: 00CE", "Samsung"), ("Module Manufacturer:", nil),
      ("Unknown (", nil), ("Slot Machines Inc", "Slot Machines Inc"), ("Unknown", nil),
    ] as [(String, String?)])
  func memoryMakers(_ text: String, _ name: String?) { #expect(MemoryMaker.name(text) == name) }

  /// Serial number and UUID fall back from the tables to the kernel's values, then to nothing.
  @Test(
    arguments: [
      ("SYS-1234567890", "Not Settable", nil, nil),
      ("Tulip Computers", "6AB5B300-538D-1014-9FB5-B0684D007B53", nil, nil),
      (
        "7XK2P03", "4C4C4544-0058-4B10-8032-B7C04F503033", "7XK2P03",
        "4c4c4544-0058-4b10-8032-b7c04f503033"
      ),
    ] as [(String, String, String?, String?)])
  func identities(_ serial: String, _ uuid: String, _ number: String?, _ canonical: String?) throws
  {
    let files = [
      "sys/class/dmi/id/product_serial": "\(serial)\n", "sys/class/dmi/id/product_uuid": uuid,
    ]
    try CapturedRoot.with(files) { host in
      #expect(DMI(on: host)?[.serialNumber] == number && DMI(on: host)?.uuid == canonical)
      #expect(HardwareIdentifiers.read(on: host)["serial"] == number?.lowercased())
    }
  }
}
