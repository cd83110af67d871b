import Foundation
import Testing

/// Targets of `--output` and standard output, as root: no device or pipe is ever replaced.
struct ResultFileTests {
  private static func rank(_ output: String, _ format: String = "csv") throws -> Command {
    try Command.run(
      "commune-inventory",
      [
        "rank", "--measures", PlanCommandTests.table, "--format", format, "--output", output,
      ])
  }

  private static func kind(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  /// A separate device node, so that a failure here does not cost the machine its /dev/full.
  private static func device(_ scratch: Scratch, minor: UInt) throws -> String {
    let path = scratch.file("device").path
    try #require(mknod(path, S_IFCHR | 0o666, dev_t(1 << 8 | minor)) == 0, "needs root")
    return path
  }

  @Test func aFullDeviceIsAnError() throws {
    let scratch = try Scratch()
    let full = try Self.device(scratch, minor: 7)
    try Self.rank(full).expectRefusal(1, "No space left on device")
    #expect(Self.kind(full) == S_IFCHR)
    try Self.rank(full, "xlsx").expectRefusal(1, full)
    #expect(Self.kind(full) == S_IFCHR)
  }

  @Test func nullTakesAll() throws {
    let scratch = try Scratch()
    let null = try Self.device(scratch, minor: 3)
    #expect(try Self.rank(null).status == 0)
    #expect(Self.kind(null) == S_IFCHR)
  }

  @Test func aPipeIsWrittenInto() throws {
    let scratch = try Scratch()
    let pipe = scratch.file("pipe").path
    try #require(mkfifo(pipe, 0o600) == 0)
    let read = try Command.start(
      "/bin/cat", [pipe], output: scratch.file("read"), errors: scratch.file("errors"))
    #expect(try Self.rank(pipe).status == 0)
    read.waitUntilExit()
    #expect(Self.kind(pipe) == S_IFIFO)
    let file = scratch.file("file").path
    #expect(try Self.rank(file).status == 0)
    #expect(try scratch.text("read") == scratch.text("file"))
  }

  @Test func aLinkStaysAndItsTargetIsReplaced() throws {
    let scratch = try Scratch()
    let target = try scratch.write("old", "target")
    chmod(target, 0o640)
    let link = scratch.file("link").path
    symlink("target", link)
    #expect(try Self.rank(link).status == 0)
    #expect(Self.kind(link) == S_IFLNK)
    #expect(try scratch.text("target").contains("21250"))
    var status = stat()
    #expect(stat(target, &status) == 0 && status.st_mode & 0o777 == 0o640, "its mode is kept")
    // One link to a file that does not exist yet, and one to a device.
    let dangling = scratch.file("dangling").path
    symlink("new", dangling)
    #expect(try Self.rank(dangling).status == 0 && Self.kind(dangling) == S_IFLNK)
    #expect(try scratch.text("new") == scratch.text("target"))
    let full = try Self.device(scratch, minor: 7)
    let toFull = scratch.file("to-full").path
    symlink(full, toFull)
    try Self.rank(toFull).expectRefusal(1, "No space left")
    #expect(Self.kind(full) == S_IFCHR && Self.kind(toFull) == S_IFLNK)
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
    #expect(!left.contains { $0.hasSuffix(".tmp") }, "\(left)")
  }

  @Test func whatIsNoFile() throws {
    let scratch = try Scratch()
    try Self.rank(scratch.folder.path).expectRefusal(65, "folder")
    try Self.rank("/nowhere/x").expectRefusal(65, "/nowhere/x")
    let loop = scratch.file("loop").path
    symlink("loop", loop)
    try Self.rank(loop).expectRefusal(65, loop)
    #expect(Self.kind(loop) == S_IFLNK)
    let socket = scratch.file("s").path
    try #require(mknod(socket, S_IFSOCK | 0o600, 0) == 0)
    try Self.rank(socket).expectRefusal(65, "neither a file")
    #expect(Self.kind(socket) == S_IFSOCK)
  }

  /// Acknowledged reports would be lost, and the next command would only say that there are none.
  @Test func noInventoryAndNoSettingIsReplaced() throws {
    let centre = try ServingCentre()
    let scratch = centre.scratch
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let policy = try scratch.write(
      String(
        contentsOf: root.appending(path: "inventory/policies/standard.toml"), encoding: .utf8),
      "policy.toml")
    let settings = try scratch.write("policy = \"\(policy)\"\n", "centre.toml")
    let backup = scratch.file("backup.sqlite").path
    #expect(try centre.inventory("backup", backup).status == 0)
    let symbolic = scratch.file("link").path
    symlink("inventory.sqlite", symbolic)
    let dangling = scratch.file("dangling").path
    symlink("inventory.sqlite-journal", dangling)
    let hard = scratch.file("hard").path
    try #require(link("\(centre.database)-serving", hard) == 0)
    let table = try scratch.write(
      String(contentsOfFile: PlanCommandTests.table, encoding: .utf8), "t")
    let files = [
      centre.database, symbolic, dangling, hard, backup, policy, settings, table,
      "\(centre.database)-wal", "\(centre.database)-shm", "\(centre.database)-serving",
      "\(backup)-wal",
    ]
    for file in files {
      let before = FileManager.default.contents(atPath: file)
      for command in [["rank"], ["plan", "--budget", "1000000000"]] {
        try Command.run(
          "commune-inventory",
          command + [
            "--measures", table, "--policy", policy, "--format", "csv", "--output", file,
            "--database", centre.database, "--config", settings,
          ]
        ).expectRefusal(65, "Cannot write \(file)")
      }
      // A centre that runs may write its own log.
      if !file.hasPrefix(centre.database) {
        #expect(FileManager.default.contents(atPath: file) == before, "\(file)")
      }
    }
    #expect(Self.kind(symbolic) == S_IFLNK)
    #expect(try centre.inventory("verify").status == 0)
  }

  @Test func aBackupIsANewFile() throws {
    let centre = try ServingCentre()
    let null = try Self.device(centre.scratch, minor: 3)
    #expect(try centre.inventory("backup", null).status == 65)
    #expect(Self.kind(null) == S_IFCHR)
  }

  /// Standard output of the agent and the simulator's last line.
  @Test(arguments: ["status", "doctor", "collect --only hardware"])
  func theAgentSaysWhatItCouldNotWrite(_ words: String) throws {
    let scratch = try Scratch()
    let program = Command.folder.appending(path: "commune-probe").path
    let said = try Command.run(
      "/bin/sh",
      ["-c", "\(program) \(words) --state \(scratch.file("state").path) > /dev/full"])
    said.expectRefusal(1, "Cannot write the output: No space left on device")
  }
}
