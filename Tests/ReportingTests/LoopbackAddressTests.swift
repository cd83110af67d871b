import Reporting
import Testing

struct LoopbackAddressTests {
  @Test(arguments: [
    ("localhost", true), ("127.0.0.1", true), ("127.255.0.9", true), ("127.0.1.1", true),
    ("::1", true), ("[::1]", true),
    ("127.0.0.01", false), ("127.0.0.010", false), ("0127.0.0.1", false), ("127.0.0.256", false),
    ("127.0.0.+1", false), ("127.0.0.", false), ("127.1", false), ("127.scanner.example", false),
    ("localhost.example", false), ("::2", false), ("[::1", false), ("", false),
  ])
  func onlyThisComputerCounts(_ host: String, _ isOne: Bool) {
    #expect(LoopbackAddress.isOne(host) == isOne)
  }
}
