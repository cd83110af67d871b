import Foundation
import Testing

/// A token that nobody has been shown does not stay valid.
struct TokenScriptTests {
  private struct Token: Decodable {
    var commune: String
    var revokedAt: String?
  }

  @Test func scriptsThatCannotBeWrittenRevokeTheTokens() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    let folder = scratch.file("scripts")
    // The last of the province's communes has something in the way.
    let communes = try Command.run(
      "commune-inventory", ["communes", "list", "--province", "51", "--format", "json"] + database)
    let last = try #require(communes.output.matches(of: /"code" : "(\d{5})"/).last?.1)
    let obstacle = folder.appending(path: "glpi-agent-\(last).cmd")
    try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
    let create =
      [
        "token", "create", "--province", "51", "--server", "https://x.example", "--script",
        folder.path,
      ] + database
    try Command.run("commune-inventory", create).expectRefusal(65, "it is a folder")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names == [obstacle.lastPathComponent], "no script holds a revoked token")
    func tokens() throws -> [Token] {
      let list = try Command.run(
        "commune-inventory", ["token", "list", "--format", "json"] + database)
      return try JSONDecoder().decode([Token].self, from: Data(list.output.utf8))
    }
    let revoked = try tokens()
    #expect(revoked.count > 10 && revoked.allSatisfy { $0.revokedAt != nil })

    try FileManager.default.removeItem(at: obstacle)
    #expect(try Command.run("commune-inventory", create).status == 0)
    #expect(try tokens().count(where: { $0.revokedAt == nil }) == revoked.count)
  }
}
