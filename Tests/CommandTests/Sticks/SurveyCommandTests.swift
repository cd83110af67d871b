import Foundation
import Testing

/// A stick is prepared, surveys this computer, and is imported.
struct SurveyCommandTests {
  @Test func thereAndBack() throws {
    let centre = try ServingCentre()
    let stick = centre.scratch.file("stick").path
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    try Command.run("commune-probe", ["survey", stick]).expectRefusal(78, "stick prepare")

    let prepared = try centre.inventory(
      "stick", "prepare", stick, "--commune", "21250", "--uses", "2", "--server", centre.address)
    #expect(prepared.status == 0, "\(prepared.errors)")
    #expect(prepared.output.contains("21250") && prepared.output.contains("up to 2 computers"))

    let surveyed = try Command.run("commune-probe", ["survey", stick])
    #expect(surveyed.status == 0, "\(surveyed.errors)")
    #expect(
      surveyed.output.contains("Đơn vị") && surveyed.output.contains("Không khảo sát: Windows"))
    let english = try Command.run("commune-probe", ["survey", stick, "--language", "en"])
    #expect(english.output.contains("Not surveyed: Windows"), "\(english.errors)")

    let imported = try centre.inventory("bundle", "import", stick)
    #expect(imported.status == 0, "\(imported.errors)")
    let lines = imported.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("stored 2, duplicates 0, refused 0") == true)
    #expect(lines.contains { $0.hasPrefix("survey: new computers ") })
    #expect(
      try centre.inventory("bundle", "import", stick).output
        .hasPrefix("stored 0, duplicates 2, refused 0"))
    #expect(try centre.inventory("verify").status == 0)
  }

  @Test func aStickOfAnotherCommuneIsNotTakenOver() throws {
    let centre = try ServingCentre()
    let stick = centre.scratch.file("stick").path
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    func prepare(_ commune: String) throws -> Command {
      try centre.inventory("stick", "prepare", stick, "--commune", commune)
    }
    #expect(try prepare("21250").status == 0)
    #expect(try prepare("21205").status == 0, "nothing was surveyed yet")
    #expect(try Command.run("commune-probe", ["survey", stick]).status == 0)
    try prepare("21250").expectRefusal(65, "import them")
    #expect(try prepare("21205").status == 0, "its own commune may have a new token")
  }

  @Test func whatCannotBeMeant() throws {
    let centre = try ServingCentre()
    let stick = centre.scratch.file("stick").path
    try centre.inventory("stick", "prepare", stick, "--commune", "21250")
      .expectRefusal(65, "does not exist")
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    try centre.inventory("stick", "prepare", stick, "--commune", "99999")
      .expectRefusal(65, "register")
    try centre.inventory("stick", "prepare", stick, "--commune", "21250", "--uses", "0")
      .expectRefusal(65, "1 to 10000")
    for server in ["centre.example.vn", "http://centre.example.vn", "https://a/b", "https://a b"] {
      try centre.inventory("stick", "prepare", stick, "--commune", "21250", "--server", server)
        .expectRefusal(65, "https://NAME")
    }
    try centre.inventory("stick", "prepare", stick).expectRefusal(64, "Usage")
    // no token stays valid unless it is on a stick
    try Data().write(to: URL(fileURLWithPath: "\(stick)/survey"))
    try centre.inventory("stick", "prepare", stick, "--commune", "21250")
      .expectRefusal(65, "Cannot write")
    let tokens = try centre.inventory("token", "list").output
    #expect(!tokens.contains(" valid"), "\(tokens)")
  }
}
