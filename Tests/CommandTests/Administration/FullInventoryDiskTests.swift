import Foundation
import TestSupport
import Testing

/// The messages when the disk of the inventory is full: the command, the place, the remedy.
struct FullInventoryDiskTests {
  @Test func everyCommandNamesThePlaceAndTheRemedy() throws {
    let disk = try SmallDisk(size: "24m")
    defer { disk.unmount() }
    let scratch = try Scratch()
    let file = "\(disk.path)/inventory.sqlite"
    let database = ["--database", file]
    let made = try Command.run("commune-inventory", ["init"] + database)
    try #require(made.status == 0, "\(made.errors)")
    #expect(
      try Command.run(
        "commune-inventory", ["user", "add", "an", "--role", "administrator"] + database
      ).status == 0)
    let rows = (21_000..<23_000).map { "\($0)" }
    let known = try Command.run(
      "commune-inventory", ["communes", "list", "--format", "json"] + database
    ).output
    let table = try scratch.write(
      "code,officials\n"
        + rows.filter { known.contains("\"\($0)\"") }.map { "\($0),31\n" }.joined(),
      "t.csv")
    let commands: [(words: [String], place: String)] = [
      (["user", "add", "bo", "--role", "administrator"], file),
      (["user", "invite", "an"], file), (["communes", "import", table], file),
      (["backup", "\(disk.path)/copy.sqlite"], disk.path),
    ]
    for (words, place) in commands {
      let name = words[0] == "backup" ? "backup" : "\(words[0]) \(words[1])"
      for (language, says) in [
        ("en", "\"\(name)\" was not completed: "), ("vi", "Chưa thực hiện xong lệnh \"\(name)\": "),
      ] {
        // The last command may have freed enough room for this one.
        try disk.fill()
        let said = try Command.run(
          "commune-inventory", words + database + ["--language", language])
        said.expectRefusal(75, says)
        #expect(said.errors.contains(place), "\(said.errors)")
        #expect(
          said.errors.contains("ree space") || said.errors.contains("giải phóng dung lượng"),
          "\(said.errors)")
        #expect(
          !said.errors.contains("report") && !said.errors.contains("báo cáo"), "\(said.errors)")
      }
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: disk.path)
    #expect(!left.contains { $0.contains("copy") }, "\(left)")
    disk.makeRoom()
    let users = try Command.run("commune-inventory", ["user", "list"] + database).output
    #expect(users.contains("an") && !users.contains("bo "), "\(users)")
  }

  @Test(
    arguments: [
      ("nowhere/copy", 65, "does not exist: create it"), ("t/copy", 65, "Choose another place"),
      ("inventory.sqlite", 65, "already exists"),
    ] as [(String, Int32, String)])
  func backupsWantAPlace(_ name: String, _ status: Int32, _ says: String) throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    _ = try scratch.write("x", "t")
    let said = try Command.run(
      "commune-inventory", ["backup", scratch.file(name).path] + database)
    said.expectRefusal(status, says)
    #expect(!said.errors.contains("/."), "a temporary file's name: \(said.errors)")
  }
}
