import Foundation
import Reporting
import Testing

@testable import Delivery

struct StateDirectoryTests {
  @Test func refusesASecondRun() throws {
    let bench = try Workbench()
    let held = try bench.directory.lock()
    withExtendedLifetime(held) {
      let error = #expect(throws: DeliveryError.self) { _ = try bench.directory.lock() }
      #expect(error?.code == .locked)
      #expect(error?.message.contains(bench.path) == true)
    }
  }

  @Test func releasesTheLockWhenARunEnds() throws {
    let bench = try Workbench()
    _ = try bench.directory.lock()
    _ = try bench.directory.lock()
  }

  @Test func createsTheDirectoryForItsOwnerAlone() throws {
    let bench = try Workbench()
    _ = try StateDirectory(path: "\(bench.path)/a/b").lock()
    #expect(try bench.mode("a") == 0o700)
    #expect(try bench.mode("a/b") == 0o700)
  }

  @Test(arguments: [0o720, 0o702, 0o777])
  func refusesADirectoryThatOthersMayWrite(_ mode: Int) throws {
    let bench = try Workbench()
    chmod(bench.path, mode_t(mode))
    let error = #expect(throws: DeliveryError.self) { _ = try bench.directory.lock() }
    #expect(error?.code == .configuration)
    #expect(error?.message.contains("chmod 700 \(bench.path)") == true)
  }

  @Test(arguments: [0o604, 0o640, 0o644, 0o666])
  func refusesAKeyThatOthersMayRead(_ mode: Int) throws {
    let bench = try Workbench()
    try bench.enroll(at: try ScriptedServer.centre())
    chmod(bench.directory.key, mode_t(mode))
    let error = #expect(throws: DeliveryError.self) { try Membership.read(in: bench.directory) }
    #expect(error?.code == .configuration)
    #expect(error?.message.contains("chmod 600 \(bench.directory.key)") == true)
    chmod(bench.directory.key, 0o600)
    _ = try Membership.read(in: bench.directory)
  }

  @Test(arguments: [0, 31, 33, 100_000])
  func refusesADamagedKey(_ length: Int) throws {
    let bench = try Workbench()
    try bench.enroll(at: try ScriptedServer.centre())
    try DurableFile.write(Data(count: length), to: bench.directory.key)
    let error = #expect(throws: DeliveryError.self) { try Membership.read(in: bench.directory) }
    #expect(error?.code == .configuration)
    #expect(error?.message.contains("\(bench.directory.key) is damaged") == true)
  }

  @Test func reportsALostKey() throws {
    let bench = try Workbench()
    try bench.enroll(at: try ScriptedServer.centre())
    unlink(bench.directory.key)
    let error = #expect(throws: DeliveryError.self) { try Membership.read(in: bench.directory) }
    #expect(error?.code == .configuration)
  }

  @Test func detectsATruncatedIdentity() throws {
    let bench = try Workbench()
    try bench.enroll(at: try ScriptedServer.centre())
    let whole = try bench.bytes("identity.json")
    for length in 0..<whole.count {
      try DurableFile.write(whole.prefix(length), to: bench.directory.identity)
      let error = #expect(throws: DeliveryError.self) { try Membership.read(in: bench.directory) }
      #expect(error?.code == .configuration)
      #expect(error?.message.contains(bench.directory.identity) == true)
    }
  }

  @Test func followsNoLinks() throws {
    let bench = try Workbench()
    symlink("/etc/hostname", bench.directory.key)
    #expect(throws: DeliveryError.self) { try Membership.read(in: bench.directory) }
    mkfifo("\(bench.path)/identity.json", 0o600)
    #expect(throws: DeliveryError.self) { try Identity.read(in: bench.directory) }
  }

  @Test func replacesFilesAtomically() throws {
    let bench = try Workbench()
    let path = "\(bench.path)/file"
    try DurableFile.write(Data("long text".utf8), to: path)
    chmod(path, 0o644)
    try DurableFile.write(Data("short".utf8), to: path)
    #expect(try bench.bytes("file") == Data("short".utf8))
    #expect(try bench.mode("file") == 0o600)
    #expect(try bench.files("") == ["file"])
    let error = #expect(throws: DeliveryError.self) {
      try DurableFile.write(Data(), to: "\(bench.path)/none/file")
    }
    #expect(error?.message.contains("\(bench.path)/none/file") == true)
  }

  @Test func systemClockIncludesTheBootId() throws {
    let first = try #require(AgentClock.system.boot())
    let second = try #require(AgentClock.system.boot())
    #expect(first.bootId == second.bootId)
    #expect(first.seconds > 0 && first.seconds <= second.seconds)
    #expect(abs(AgentClock.system.wallSeconds() - Int(Date().timeIntervalSince1970)) <= 1)
  }
}
