import Foundation
import Reporting
import TestSupport
import Testing

@testable import Probing

/// Distinguishes why a server is unreachable, and sends no secret over such a connection.
struct CheckConnectionTests {
  let bench: AccountBench

  init() throws {
    bench = try AccountBench()
    try bench.certificate("ok")
  }

  func look(_ url: String, ca: Bool = true, timeout: Int = 5) throws -> AccountFacts.Account {
    let authority = ca ? "ca = \"\(bench.path)/ca.pem\"\n" : ""
    return try bench.look(
      "kind = \"http-basic\"\nurl = \"\(url)\"\ntimeoutSeconds = \(timeout)\n\(authority)")
  }

  func server(_ certificate: String) throws -> TestServer {
    try TestServer(
      script: "web.py", log: bench.folder.appending(path: "log"), first: [],
      ["\(bench.path)/\(certificate).pem", "\(bench.path)/\(certificate).key"])
  }

  @Test func encrypted() throws {
    let server = try server("ok")
    let address = "https://localhost:\(server.port)"
    #expect(try look("\(address)/basic").status == .active)
    let untrusted = try look("\(address)/basic", ca: false)
    #expect(untrusted.status == .unreachable)
    #expect(untrusted.detail == AccountDetail.certificateUntrusted)
    let hanging = try look("\(address)/hang", timeout: 1)
    #expect(hanging.status == .unreachable && hanging.detail == AccountDetail.timeout)
    #expect(server.attempts == 1)
  }

  @Test(
    arguments: [
      ("20200101000000Z", "20210101000000Z", "DNS:localhost", AccountDetail.certificateExpired),
      ("20580101000000Z", "20590101000000Z", "DNS:localhost", AccountDetail.certificateNotYet),
      ("20200101000000Z", "20590101000000Z", "DNS:portal.vn", AccountDetail.certificateOtherName),
    ])
  func badCertificates(_ from: String, _ to: String, _ name: String, _ detail: String) throws {
    try bench.certificate("bad", alternative: name, from: from, to: to)
    let server = try server("bad")
    let account = try look("https://localhost:\(server.port)/basic")
    #expect(account.status == .unreachable && account.detail == detail, "\(account)")
    #expect(server.lines == [])
  }

  @Test func reportsAnUnreachableServer() throws {
    let port = try Loopback.freePort()
    #expect(try look("https://127.0.0.1:\(port)/").detail == AccountDetail.noConnection)
    #expect(try look("https://no-such-name.invalid/").detail == AccountDetail.noName)
    let plain = try TestServer(script: "web.py", log: bench.folder.appending(path: "plain"))
    #expect(try look("https://127.0.0.1:\(plain.port)/basic").detail == AccountDetail.noTLS)
    let account = try bench.look(
      "kind = \"http-basic\"\nurl = \"https://127.0.0.1:\(port)/\"\nca = \"/nowhere.pem\"\n")
    #expect(
      account.detail == AccountDetail.noConnection || account.detail == AccountDetail.noAuthority)
  }
}
