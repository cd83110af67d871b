import Foundation
import Testing

@testable import Delivery

/// A run relies only on files that no other user can change.
struct FileTrustTests {
  let bench: Workbench
  init() throws { bench = try Workbench() }

  private func expectRefusal(_ directory: StateDirectory, _ says: String) {
    let error = #expect(throws: DeliveryError.self) { _ = try directory.lock() }
    #expect(
      error?.code == .configuration && error?.message.contains(says) == true,
      "\(error?.message ?? "")")
    #expect(throws: DeliveryError.self) { try AgentStatus.read(in: directory) }
  }

  private func made(_ name: String, _ mode: mode_t = 0o700) throws -> String {
    let path = "\(bench.path)/\(name)"
    try #require(mkdir(path, 0o700) == 0 && chmod(path, mode) == 0)
    return path
  }

  @Test func refusesAnotherUsersStateDirectory() throws {
    let path = try made("state")
    try #require(chown(path, 12_345, 12_345) == 0, "needs root")
    expectRefusal(StateDirectory(path: path), "chown -h root \(path)")
  }

  @Test(arguments: [0o777, 0o757, 0o702])
  func refusesAWorldWritableParent(_ mode: Int) throws {
    let parent = try made("parent", mode_t(mode))
    expectRefusal(StateDirectory(path: "\(parent)/state"), "chmod o-w \(parent)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent).isEmpty)
    try #require(mkdir("\(parent)/state", 0o700) == 0)
    expectRefusal(StateDirectory(path: "\(parent)/state"), "chmod o-w \(parent)")
    expectRefusal(StateDirectory(path: "\(parent)/state/deeper/still"), "chmod o-w \(parent)")
    chmod(parent, 0o1777)
    _ = try StateDirectory(path: "\(parent)/state").lock()
  }

  /// Who owns a folder can replace what is in it, whoever that belongs to.
  @Test func refusesAnotherUsersFolder() throws {
    let folder = try made("folder", 0o755)
    let path = "\(folder)/ca.pem"
    try Data("x".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try FileTrust.check(path))
    try #require(chown(folder, 12_345, 0) == 0, "needs root")
    let error = #expect(throws: DeliveryError.self) { try FileTrust.check(path) }
    #expect(error?.code == .configuration)
    #expect(error?.message.contains("\(folder) belongs to user 12345") == true)
    #expect(error?.message.contains("/etc/commune-probe") == true)
    expectRefusal(StateDirectory(path: "\(folder)/state"), "belongs to user 12345")
    // A link out of it, whether it is the file or on the way to it.
    let own = try made("own", 0o755)
    try Data("x".utf8).write(to: URL(fileURLWithPath: "\(own)/ca.pem"))
    symlink(own, "\(folder)/own")
    symlink(path, "\(own)/link.pem")
    for path in ["\(folder)/own/ca.pem", "\(own)/link.pem"] {
      #expect(throws: DeliveryError.self, "\(path)") { try FileTrust.check(path) }
    }
    try #require(chown(folder, 0, 0) == 0)
    for path in [path, "\(folder)/own/ca.pem", "\(own)/link.pem"] {
      #expect(try FileTrust.check(path))
    }
    try #require(lchown("\(folder)/own", 12_345, 0) == 0)
    #expect(throws: DeliveryError.self) { try FileTrust.check("\(folder)/own/ca.pem") }
  }

  @Test(arguments: ["spool", "quarantine", "settled"])
  func refusesALinkedFolder(_ name: String) throws {
    let elsewhere = try made("elsewhere")
    let state = try made("state")
    symlink(elsewhere, "\(state)/\(name)")
    expectRefusal(StateDirectory(path: state), "\(state)/\(name) is a link")
    unlink("\(state)/\(name)")
    try Data().write(to: URL(fileURLWithPath: "\(state)/\(name)"))
    expectRefusal(StateDirectory(path: state), "not a directory")
    unlink("\(state)/\(name)")
    try #require(mkdir("\(state)/\(name)", 0o700) == 0 && chown("\(state)/\(name)", 12_345, 0) == 0)
    expectRefusal(StateDirectory(path: state), "belongs to user 12345")
  }

  @Test func refusesAnotherUsersLink() throws {
    let state = try made("state")
    let link = "\(bench.path)/link"
    symlink(state, link)
    _ = try StateDirectory(path: link).lock()
    try #require(lchown(link, 12_345, 12_345) == 0)
    expectRefusal(StateDirectory(path: link), link)
  }

  @Test func refusesSettingsThatOthersMayChange() throws {
    let path = "\(bench.path)/probe.toml"
    try Data("timeoutSeconds = 5\n".utf8).write(to: URL(fileURLWithPath: path))
    chmod(path, 0o644)
    #expect(try FileTrust.read(path, limit: 100) != nil)
    #expect(try FileTrust.read("\(path).none", limit: 100) == nil)
    func refusal() -> DeliveryError.Code? {
      #expect(throws: DeliveryError.self) { try FileTrust.read(path, limit: 100) }?.code
    }
    for mode in [0o666, 0o646, 0o602] {
      chmod(path, mode_t(mode))
      #expect(refusal() == .configuration)
    }
    chmod(path, 0o664)
    #expect(try FileTrust.read(path, limit: 100) != nil, "group root may write")
    chown(path, 0, 12_345)
    #expect(refusal() == .configuration)
    chown(path, 12_345, 0)
    chmod(path, 0o600)
    #expect(refusal() == .configuration)
    chown(path, 0, 0)
    chmod(bench.path, 0o777)
    #expect(refusal() == .configuration)
    chmod(bench.path, 0o700)
    unlink(path)
    mkfifo(path, 0o600)
    #expect(refusal() == .configuration, "it must not block on a FIFO")
  }

  @Test func aRunSaysHowToFixIt() throws {
    try bench.enroll(at: try ScriptedServer.centre())
    let path = "\(bench.path)/probe.toml"
    try Data("timeoutSeconds = 5\n".utf8).write(to: URL(fileURLWithPath: path))
    chmod(path, 0o666)
    for command in ["report", "deliver", "status", "doctor"] {
      let said = try AgentProcess(state: bench.path).run(command, "--config", path)
      #expect(said.status == 78 && said.output.contains("chmod go-w \(path)"), "\(said.output)")
      #expect(said.output.split(separator: "\n").count == 1)
    }
  }
}
