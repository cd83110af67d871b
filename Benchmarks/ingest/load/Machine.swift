import Cryptography
import Delivery
import Foundation
import Reporting

/// A machine with its key, which prepares signed requests.
final class Machine {
  private let identity: SigningIdentity
  private let centre: CentreAddress
  private let number: Int
  private var sequence = 0
  private var night = 0

  init(number: Int, token: String, at centre: CentreAddress, over connection: inout Connection)
    throws
  {
    let key = Ed25519.PrivateKey()
    let request = try AgentRequest.enrolment(
      EnrolmentRequest(
        token: token, publicKey: key.publicKey.rawRepresentation, installId: "\(number)",
        agentVersion: Release.version, simulated: true), key: key, to: centre, clock: .system)
    let (status, body) = try connection.exchange(Self.bytes(request, to: centre))
    guard status == 200 else {
      throw LoadError("enrolment: \(status) \(String(decoding: body, as: UTF8.self))")
    }
    let reply = try JSONDecoder().decode(EnrolmentReply.self, from: Data(body))
    identity = SigningIdentity(keyId: reply.keyId, key: key)
    self.centre = centre
    self.number = number
  }

  /// A report in which everything has changed: about 12 KB before gzip.
  func full() throws -> (request: [UInt8], body: Int) {
    night += 1
    return try request(body: try report().body())
  }

  /// A report without changes: digests only.
  func unchanged() throws -> (request: [UInt8], body: Int) {
    let text = try ReportText(try report().body())
    var body = Data(#"{"agent":"#.utf8) + (text["agent"] ?? Data()) + Data(#","format":1"#.utf8)
    for name in ["hardware", "scanners"] {
      guard let section = text[name] else { continue }
      body += Data(",\"\(name)\":".utf8)
      body += DeltaSection.encode(digest: SHA256Digest.hexadecimal(of: section))
    }
    return try request(body: body + Data("}".utf8))
  }

  private func request(body: Data) throws -> (request: [UInt8], body: Int) {
    sequence += 1
    let request = try AgentRequest.report(
      SpooledReport(body: body), sequence: sequence, by: identity, to: centre, clock: .system)
    return (Self.bytes(request, to: centre), body.count)
  }

  private func report() -> Report {
    let disks = (0..<8).map { place in
      HardwareFacts.Disk(
        name: "sd\(place)", model: "Samsung SSD 870 EVO 500GB \(number).\(night)",
        sizeBytes: 500_107_862_016 + night, rotational: place > 3, removable: place > 6)
    }
    let scanners = (0..<40).map { place in
      ScannerFacts.Scanner(
        manufacturer: "Canon Electronics Inc. \(number)",
        model:
          "imageFORMULA DR-C225 II document scanner with feeder, room \(place * 7 + number % 7), inventory number 2026-\(number)-\(place)-\(night), seen on bus 001 port \(place % 9)",
        connection: .usb,
        usbId: "1083:1645", evidence: .usb, ready: place % 2 == 0)
    }
    return Report(
      agent: AgentFacts(
        version: Release.version,
        clock: ClockReading(
          bootId: UUID().uuidString.lowercased(), bootSeconds: 12_345.6,
          wall: "2026-11-23T01:02:03Z")),
      hardware: .observed(
        HardwareFacts(
          machine: .init(
            manufacturer: "Dell Inc.", model: "OptiPlex 7010", serialNumber: "S\(number)",
            uuid: "4c4c4544-0042-3010-8035-b4c04f4e4e32", chassis: "desktop",
            firmwareDate: "2022-03-04"),
          processor: .init(
            model: "12th Gen Intel(R) Core(TM) i5-12500", cores: 6, threads: 12,
            frequencyHz: 4_600_000_000),
          memory: .init(totalBytes: 8 << 30), disks: disks,
          displays: (0..<2).map { .init(connector: "DP-\($0)") },
          system: .init(
            name: "Debian GNU/Linux", version: "12", kernel: "6.1.0-28-amd64",
            architecture: "x86_64"))),
      scanners: .observed(ScannerFacts(scanners: scanners)))
  }

  private static func bytes(_ request: OutgoingRequest, to centre: CentreAddress) -> [UInt8] {
    var head = "\(request.method) \(request.path) HTTP/1.1\r\nHost: \(centre.authority)\r\n"
    head += "User-Agent: commune-probe/0.1.0\r\nAccept: */*\r\n"
    for (name, value) in request.fields { head += "\(name): \(value)\r\n" }
    return Array("\(head)Content-Length: \(request.body.count)\r\n\r\n".utf8) + request.body
  }
}
