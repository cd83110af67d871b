import Reporting
import Testing

struct ProductNameTests {
  @Test(
    arguments: [
      ("Dell Inc.", "OptiPlex 3070", "Dell Inc. OptiPlex 3070"),
      ("HP", "HP EliteDesk", "HP EliteDesk"),
      ("HP", "HP", "HP"), ("FPT ELEAD", "FPT Elead", "FPT Elead"),
      ("FPT Elead", "FPT ELEAD T3100", "FPT ELEAD T3100"),
      ("Hewlett-Packard", "HP Compaq 6200", "HP Compaq 6200"),
      ("Dell Inc.", "Dell DM051", "Dell DM051"),
      ("ASUSTeK COMPUTER INC.", "ASUS EXPERTCENTER D500", "ASUS EXPERTCENTER D500"),
      ("HP", "HPE ProLiant", "HP HPE ProLiant"), ("LENOVO", "Lenovo IdeaPad 3", "Lenovo IdeaPad 3"),
      ("Acer", nil, "Acer"), (nil, "H81M-K", "H81M-K"), (nil, nil, nil),
      ("DEL", "DELL P2419H", "DEL DELL P2419H"),
    ] as [(String?, String?, String?)])
  func makerOnce(_ manufacturer: String?, _ model: String?, _ name: String?) {
    #expect(ProductName.of(manufacturer, model) == name)
  }
}
