import Foundation
import Testing

@testable import Delivery

struct SpoolTests {
  let limits = Spool.Limits(minimumFreeBytes: 0)

  @Test func keepsTheOrderAcrossRuns() throws {
    let bench = try Workbench()
    let first = try bench.spool(["1", "2"])
    let second = try bench.spool(["3"])
    let spool = try Spool(try bench.lock())
    let read = try spool.files().map { try spool.read($0) }
    #expect(read == first + second)
    #expect(try bench.mode("spool") == 0o700)
    for name in try bench.files("spool") { #expect(try bench.mode("spool/\(name)") == 0o600) }
  }

  @Test func dropsTheOldestAndCountsThem() throws {
    let bench = try Workbench()
    let sent = try bench.spool(
      (0..<10).map { "\($0)" }, limits: Spool.Limits(files: 4, minimumFreeBytes: 0))
    let spool = try Spool(try bench.lock())
    #expect(try spool.files().map { try spool.read($0).id } == sent.suffix(4).map(\.id))
    #expect(try AgentStatus.read(in: bench.directory).spool.dropped == 6)
  }

  @Test func limitsBytes() throws {
    let bench = try Workbench()
    let body = String(repeating: "x", count: 1000)
    let limits = Spool.Limits(bytes: 5000, minimumFreeBytes: 0)
    let sent = try bench.spool(Array(repeating: body, count: 10), limits: limits)
    let status = try AgentStatus.read(in: bench.directory).spool
    #expect(status.bytes <= 5000)
    #expect(status.reports == 4)
    #expect(try bench.files("spool").last?.contains(sent[9].id) == true)
    let spool = try Spool(try bench.lock(), limits: limits)
    let error = #expect(throws: DeliveryError.self) {
      try spool.add(SpooledReport(body: Data(count: 5001)))
    }
    #expect(error?.code == .file)
  }

  @Test func leavesFreeSpaceForUsers() throws {
    let bench = try Workbench()
    let kept = try bench.spool(["1"])
    let spool = try Spool(
      try bench.lock(), limits: Spool.Limits(minimumFreeBytes: .max))
    let error = #expect(throws: DeliveryError.self) {
      try spool.add(SpooledReport(body: Data("2".utf8)))
    }
    #expect(error?.code == .diskFull)
    #expect(error?.message.contains("free at least") == true)
    #expect(try spool.files().map { try spool.read($0) } == kept)
  }

  @Test func checksIdentifiers() throws {
    let bench = try Workbench()
    let spool = try Spool(try bench.lock())
    for id in ["", "../../etc/passwd", "7D2D6F0E-0001-4000-8000-000000000001", "a\nb"] {
      #expect(throws: DeliveryError.self) {
        try spool.add(SpooledReport(id: id, body: Data()))
      }
    }
    #expect(try spool.files().isEmpty)
  }

  @Test func removesInterruptedWrites() throws {
    let bench = try Workbench()
    let kept = try bench.spool(["1"])
    for name in ["spool/000000000002-x.report.77.tmp", "sequence.5.tmp", "quarantine/a.tmp"] {
      try Data("half".utf8).write(to: URL(fileURLWithPath: "\(bench.path)/\(name)"))
    }
    let spool = try Spool(try bench.lock())
    #expect(try bench.files("spool").count == 1)
    #expect(try bench.files("quarantine").isEmpty)
    #expect(try !bench.files("").contains { $0.hasSuffix(".tmp") })
    #expect(try spool.read(spool.files()[0]) == kept[0])
  }

  @Test func detectsEveryTruncation() throws {
    let report = SpooledReport(body: Data(#"{"format":1,"agent":{}}"#.utf8))
    let name = SpoolFile.name(number: 1, id: report.id)
    let whole = SpoolFile.encode(report)
    #expect(try SpoolFile.decode(whole, name: name) == report)
    for length in 0..<whole.count {
      #expect(throws: DeliveryError.self) {
        try SpoolFile.decode(Data(whole.prefix(length)), name: name)
      }
    }
    #expect(throws: DeliveryError.self) { try SpoolFile.decode(whole + Data([0]), name: name) }
  }

  @Test func detectsEveryFlippedBit() throws {
    let report = SpooledReport(body: Data(#"{"format":1,"agent":{}}"#.utf8))
    let name = SpoolFile.name(number: 1, id: report.id)
    let whole = SpoolFile.encode(report)
    for index in 0..<whole.count {
      for bit in 0..<8 {
        var flipped = whole
        flipped[index] ^= 1 << bit
        #expect(throws: DeliveryError.self, "byte \(index) bit \(bit)") {
          try SpoolFile.decode(flipped, name: name)
        }
      }
    }
  }

  /// Changes one to four random bytes of a report of realistic size, 10,000 times.
  @Test func detectsTenThousandRandomChanges() throws {
    let body = #"{"format":1,"text":"\#(String(repeating: "Măng Bút ", count: 400))"}"#
    let report = SpooledReport(body: Data(body.utf8))
    let name = SpoolFile.name(number: 1, id: report.id)
    let whole = SpoolFile.encode(report)
    var taken = 0
    for _ in 0..<10_000 {
      var flipped = whole
      for _ in 0..<Int.random(in: 1...4) {
        flipped[Int.random(in: 0..<whole.count)] ^= UInt8.random(in: 1...255)
      }
      guard flipped != whole else { continue }
      if (try? SpoolFile.decode(flipped, name: name)) != nil { taken += 1 }
    }
    #expect(taken == 0)
  }

  @Test func survivesRandomBytes() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let count = Int.random(in: 0...400, using: &generator)
      let noise = Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
      #expect(throws: DeliveryError.self) { try SpoolFile.decode(noise, name: "n") }
    }
  }

  @Test func quarantinesDamagedFilesAndContinues() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    let sent = try bench.spool((0..<6).map { #"{"n":\#($0)}"# })
    let names = try bench.files("spool")
    func change(_ index: Int, _ body: (inout Data) -> Void) throws {
      var bytes = try bench.bytes("spool/\(names[index])")
      body(&bytes)
      try bytes.write(to: URL(fileURLWithPath: "\(bench.path)/spool/\(names[index])"))
    }
    try change(0) { $0 = Data() }
    try change(2) { $0.removeLast() }
    try change(3) { $0[$0.count - 2] ^= 1 }
    try change(5) { $0 = Data(repeating: 0, count: 3 * 1024 * 1024) }
    let told = Collected<DeliveryEvent>()
    let summary = try bench.deliver(to: server) { told.append($0) }
    #expect(summary.damaged == 4)
    #expect(summary.acknowledged == 2)
    #expect(summary.kept == 0)
    #expect(server.reports.map { $0.fields["report-id"] } == [sent[1].id, sent[4].id])
    #expect(try bench.files("quarantine").count == 8)
    #expect(try AgentStatus.read(in: bench.directory).spool.quarantined == 4)
    #expect(
      told.all.contains {
        if case .damaged(names[3], let why) = $0 { why.contains("SHA-256") } else { false }
      })
  }

  @Test func leavesForeignFilesAlone() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    _ = try bench.spool(["{}"])
    let foreign = "\(bench.path)/spool/README"
    try Data("mine".utf8).write(to: URL(fileURLWithPath: foreign))
    #expect(try bench.deliver(to: server).acknowledged == 1)
    #expect(try bench.files("spool") == ["README"])
  }
}
