import Foundation
import Testing

/// A file that this user may not read is not told of as if its name were wrong.
struct UnreadableFileTests {
  private static let commands: [([String], Int32)] = [
    (["rank", "--policy"], 78), (["rank", "--measures"], 65), (["communes", "import"], 65),
    (["digest", "--mail"], 78), (["token", "create", "--commune", "21250", "--ca"], 78),
  ]

  @Test(arguments: commands)
  func permissionIsNamed(_ arguments: [String], _ status: Int32) throws {
    let scratch = try Scratch()
    let file = try scratch.write("code\n", "secret")
    chmod(file, 0o600)
    try Self.asNobody(arguments + [file])
      .expectRefusal(status, "Permission denied. Run the command as a user who may read it.")
    let folder = scratch.file("folder").path
    try #require(mkdir(folder, 0o700) == 0)
    try Self.asNobody(arguments + ["\(folder)/none"])
      .expectRefusal(status, "Permission denied. Run the command as a user who may read it.")
  }

  @Test func aFolderIsNoFile() throws {
    let scratch = try Scratch()
    for arguments in [["rank", "--policy"], ["rank", "--measures"], ["communes", "import"]] {
      let said = try Command.run("commune-inventory", arguments + [scratch.folder.path])
      #expect(said.errors.contains("Is a directory"), "\(said.errors)")
    }
  }

  @Test func aStickThatMayNotBeEnteredIsNotMissing() throws {
    let scratch = try Scratch()
    let stick = scratch.file("stick").path
    try #require(mkdir(stick, 0o700) == 0)
    try Self.asNobody(
      ["stick", "prepare", stick, "--commune", "21250", "--server", "https://x.example"]
    ).expectRefusal(65, "Permission denied. Run the command as a user who may write to it.")
  }

  private static func asNobody(_ arguments: [String]) throws -> Command {
    try Command.run(
      "/usr/bin/setpriv",
      [
        "--reuid", "65534", "--regid", "65534", "--clear-groups",
        Command.folder.appending(path: "commune-inventory").path,
      ] + arguments)
  }
}
