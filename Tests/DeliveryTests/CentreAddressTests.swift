import Delivery
import Testing

struct CentreAddressTests {
  @Test(arguments: [
    ("https://Centre.Example.VN", "https://centre.example.vn"),
    ("https://centre.example.vn/", "https://centre.example.vn"),
    ("HTTPS://centre.example.vn:443", "https://centre.example.vn"),
    ("https://centre.example.vn:8443", "https://centre.example.vn:8443"),
    ("https://10.1.2.3:80", "https://10.1.2.3:80"),
    ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
    ("http://localhost:80", "http://localhost"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ("http://127.255.0.9", "http://127.255.0.9"),
    ("http://[::1]:8080", "http://[::1]:8080"),
  ])
  func accepted(_ text: String, _ canonical: String) throws {
    let address = try CentreAddress(text)
    #expect(address.description == canonical)
    #expect(canonical.hasSuffix("://\(address.authority)"))
  }

  @Test(arguments: [
    "", "centre.example.vn", "ftp://centre", "https://", "https:///", "https://user@centre",
    "https://user:secret@centre", "https://centre?x=1", "https://centre#x", "https://centre/path",
    "https://centre//", "https://centre:", "https://centre:0", "https://centre:65536",
    "https://centre:-1", "https://centre:80a", "https://[::1", "https://::1", "https://[]",
    "https://cen tre", "https://centre\n", "https://xã.vn", "https://-centre", "https://.centre",
    "https://cen%74re", "https://centre\\x", "file:///etc/passwd", "https://[::1]x",
    "https://[fe80::1%25eth0]",
  ])
  func refused(_ text: String) {
    let error = #expect(throws: DeliveryError.self) { try CentreAddress(text) }
    #expect(error?.code == .configuration)
    #expect(error?.message.contains("https://centre.example.vn") == true)
  }

  @Test(arguments: [
    "http://centre.example.vn", "http://10.0.0.1", "http://127.0.0.1.example.vn",
    "http://127.1", "http://127.0.0.256", "http://127.0.0.01", "http://0.0.0.0",
    "http://localhost.example.vn", "http://[2001:db8::1]", "http://128.0.0.1",
  ])
  func plaintextOnlyWhenAllowed(_ text: String) throws {
    let error = #expect(throws: DeliveryError.self) { try CentreAddress(text) }
    #expect(error?.code == .configuration)
    #expect(error?.message.contains("--allow-plaintext") == true)
    _ = try CentreAddress(text, allowPlaintext: true)
  }
}
