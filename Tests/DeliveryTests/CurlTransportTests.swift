import Foundation
import Testing

@testable import Curl
@testable import Delivery

struct CurlTransportTests {
  let request = OutgoingRequest(
    method: "POST", path: "/x", fields: [("content-type", "text/plain"), ("x-a", "b")],
    body: Data("hello".utf8))

  func transport(
    _ server: String, timeouts: CurlTransport.Timeouts = .init()
  ) throws -> CurlTransport {
    try CurlTransport(to: CentreAddress(server), timeouts: timeouts, agentVersion: "9")
  }

  @Test func sendsAndReceives() throws {
    let server = try ScriptedServer { _ in
      .init(status: 418, fields: [("Retry-After", " 7 "), ("X-Long", "v")], body: Data("tea".utf8))
    }
    let reply = try transport(server.address).send(request)
    #expect(reply.status == 418)
    #expect(reply.fields["retry-after"] == "7")
    #expect(reply.body == Data("tea".utf8))
    #expect(reply.retryAfterSeconds == 7)
    let sent = try #require(server.requests.first)
    #expect(sent.method == "POST")
    #expect(sent.path == "/x")
    #expect(sent.body == request.body)
    #expect(sent.fields["host"] == "127.0.0.1:\(server.port)")
    #expect(sent.fields["x-a"] == "b")
    #expect(sent.fields["user-agent"] == "commune-probe/9")
  }

  @Test func sendsAnEmptyBody() throws {
    let server = try ScriptedServer { _ in .init(status: 200) }
    var empty = request
    empty.body = Data()
    #expect(try transport(server.address).send(empty).status == 200)
    #expect(server.requests.first?.fields["content-length"] == "0")
  }

  @Test func replyIsBounded() throws {
    let server = try ScriptedServer { _ in .init(status: 200, body: Data(count: 64 * 1024 + 1)) }
    let error = #expect(throws: DeliveryError.self) { try transport(server.address).send(request) }
    #expect(error?.code == .unexpectedReply)
    let whole = try ScriptedServer { _ in .init(status: 200, body: Data(count: 64 * 1024)) }
    #expect(try transport(whole.address).send(request).body.count == 64 * 1024)
  }

  @Test func timesOutOnSilence() throws {
    let server = try ScriptedServer { _ in
      Thread.sleep(forTimeInterval: 3)
      return .init(status: 200)
    }
    let error = #expect(throws: DeliveryError.self) {
      try transport(server.address, timeouts: .init(wholeSeconds: 1)).send(request)
    }
    #expect(error?.code == .timeout)
  }

  @Test func handleWorksAgainAfterAFailure() throws {
    let calls = Collected<Int>()
    let server = try ScriptedServer { _ in
      calls.append(1)
      return .init(status: 200, hangsUp: calls.all.count == 1)
    }
    let transport = try transport(server.address)
    #expect(throws: DeliveryError.self) { try transport.send(request) }
    #expect(try transport.send(request).status == 200)
  }

  /// As a TLS port does with plain text.
  @Test func aServerThatHangsUpOnPlainTextMaySpeakTLS() throws {
    let server = try ScriptedServer { _ in .init(status: 200, hangsUp: true) }
    let error = #expect(throws: DeliveryError.self) { try transport(server.address).send(request) }
    #expect(error?.code == .unreachable)
    #expect(error?.message.contains("write https://127.0.0.1:\(server.port);") == true)
    let encrypted = try TLSServer()
    let refusal = #expect(throws: DeliveryError.self) {
      try transport("http://localhost:\(encrypted.port)").send(request)
    }
    #expect(
      refusal?.message.contains("write https://localhost:\(encrypted.port);") == true,
      "\(refusal?.message ?? "")")
  }

  @Test func reportsAnUnknownHost() throws {
    let error = #expect(throws: DeliveryError.self) {
      try transport("https://centre.invalid").send(request)
    }
    #expect(error?.code == .unreachable)
    #expect(error?.message.contains("centre.invalid") == true)
  }

  @Test func fieldsOfAReplyAreBounded() {
    let reply = CurlReply()
    for number in 0..<1000 { reply.add(line: "X-\(number): \(number)\r\n") }
    reply.add(line: "X-1: \(String(repeating: "y", count: 5000))\r\n")
    reply.add(line: "no colon")
    #expect(reply.fields.count == 64)
    #expect(reply.fields["x-1"] == "1")
    reply.add(line: "HTTP/1.1 200 OK\r\n")
    #expect(reply.fields.isEmpty)
  }

  @Test func compressesDeterministically() throws {
    let text = Data(String(repeating: "xã phường ", count: 5000).utf8)
    let packed = try Gzip.compress(text)
    #expect(packed == (try Gzip.compress(text)))
    #expect(packed.count < text.count / 50)
    #expect(try gunzip(packed) == text)
    #expect(try gunzip(Gzip.compress(Data())) == Data())
  }

  @Test func readsRetryAfter() {
    func seconds(_ value: String) -> Int? {
      IncomingReply(status: 503, fields: ["retry-after": value]).retryAfterSeconds
    }
    #expect(seconds("12") == 12)
    // Not the centre's own reply: at most an hour.
    #expect(seconds("999999999") == 3600)
    for bad in [
      "", "-1", "0", "000", "1.5", "soon", "99999999999999999999", "Wed, 21 Oct 2015 07:28:00 GMT",
    ] {
      #expect(seconds(bad) == nil, "\(bad)")
    }
  }
}
