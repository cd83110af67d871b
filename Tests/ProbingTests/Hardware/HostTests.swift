import Foundation
import Reporting
import Testing

@testable import Probing

final class HostTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  let host: Host

  init() throws {
    let root = folder.appending(path: "root")
    try FileManager.default.createDirectory(
      at: root.appending(path: "sys/devices/a"), withIntermediateDirectories: true)
    try Data("inside\n".utf8).write(to: root.appending(path: "secret"))
    try Data("x".utf8).write(to: root.appending(path: "sys/devices/a/size"))
    try Data("outside\n".utf8).write(to: folder.appending(path: "secret"))
    try Data("outside\n".utf8).write(to: folder.appending(path: "only-outside"))
    host = Host(root: root.path + "/")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.appending(path: "root/\(path)").path, withDestinationPath: target)
  }

  @Test func linksStayInTheRoot() throws {
    try link("absolute", to: "/secret")
    try link("up", to: "../../../../secret")
    try link("out", to: folder.appending(path: "secret").path)
    try link("only", to: "../only-outside")
    #expect(try host.text("absolute") == "inside\n")
    #expect(try host.text("up") == "inside\n")
    #expect(try host.text("sys/../../secret") == "inside\n")
    #expect(throws: ProbeError.notThere("out")) { try host.text("out") }
    #expect(throws: ProbeError.notThere("only")) { try host.text("only") }
    #expect(!host.exists("only"))
  }

  @Test func followsLinksAsInSysfs() throws {
    try FileManager.default.createDirectory(
      at: folder.appending(path: "root/sys/block"), withIntermediateDirectories: true)
    try link("sys/block/a", to: "../devices/a")
    try link("sys/devices/a/back", to: "../../block/a")
    #expect(try host.text("sys/block/a/size") == "x")
    #expect(try host.text("sys/block/a/back/back/size") == "x")
    #expect(try host.entries("sys/block/a") == ["back", "size"])
  }

  @Test func reportsWhatIsWrong() throws {
    try link("loop", to: "loop")
    #expect(throws: ProbeError.notThere("no/file")) { try host.bytes("no/file") }
    #expect(throws: ProbeError.notThere("secret/file")) { try host.bytes("secret/file") }
    #expect(throws: ProbeError.notThere("secret")) { try host.entries("secret") }
    #expect(throws: ProbeError.unreadable("sys", reason: "it is not a regular file")) {
      try host.bytes("sys")
    }
    #expect(throws: ProbeError.unreadable("loop", reason: "too many symbolic links")) {
      try host.bytes("loop")
    }
    #expect(ProbeError(errno: EACCES, path: "a") == .notAllowed("a"))
    #expect(ProbeError(errno: EPERM, path: "a") == .notAllowed("a"))
    #expect(ProbeError(errno: EIO, path: "a") == .unreadable("a", reason: "Input/output error"))
    // The kernel refuses to read the speed of the loopback.
    #expect(throws: ProbeError.unreadable("sys/class/net/lo/speed", reason: "Invalid argument")) {
      try Host().bytes("sys/class/net/lo/speed")
    }
  }

  @Test func neverBlocksAndBoundsFiles() throws {
    let pipe = folder.appending(path: "root/pipe").path
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(throws: ProbeError.unreadable("pipe", reason: "it is not a regular file")) {
      try host.bytes("pipe")
    }
    let large = folder.appending(path: "root/large")
    try Data(count: Host.largestFile).write(to: large)
    #expect(try host.bytes("large").count == Host.largestFile)
    try Data(count: Host.largestFile + 1).write(to: large)
    #expect(throws: ProbeError.self) { try host.bytes("large") }
    #expect(throws: ProbeError.self) { try Host().bytes("dev/zero") }
  }

  @Test func clockOfThisMachine() throws {
    let host = Host(now: { Date(timeIntervalSince1970: 1_000_000_000.75) })
    let clock = host.clock()
    let id = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    let uptime = try String(contentsOfFile: "/proc/uptime", encoding: .utf8)
    #expect(clock.bootId == id.trimmingCharacters(in: .whitespacesAndNewlines))
    #expect(abs(clock.bootSeconds - (Host.uptime(in: uptime) ?? 0)) < 5)
    #expect(clock.wall == "2001-09-09T01:46:40Z")
  }

  @Test func clockOfACapture() {
    let desktop = Case(probe: "hardware", name: "desktop-office").host.clock()
    #expect(desktop.bootId == "6c1cbf0b-9f34-4a6e-8f0c-2d1c8c6f3b11")
    #expect(desktop.bootSeconds == 35210.44)
    let none = host.clock()
    #expect(none.bootId == nil && none.bootSeconds == 0)
  }
}
