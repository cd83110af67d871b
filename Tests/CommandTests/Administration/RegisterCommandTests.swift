import Foundation
import Testing

/// Operators' commands about the register: previews, contacts, groups, silent machines.
struct RegisterCommandTests {
  private func run(_ scratch: Scratch, _ arguments: String...) throws -> Command {
    try Command.run(
      "commune-inventory", arguments + ["--database", scratch.file("inventory.sqlite").path])
  }

  @Test func aPreviewImportsNothing() throws {
    let scratch = try Scratch()
    _ = try scratch.inventory()
    let table = try scratch.write("code,officials,contactPhone\n21250,31,0255 3822 123\n", "t.csv")
    let preview = try run(scratch, "communes", "import", table, "--preview")
    #expect(preview.status == 0 && preview.output.contains("officials: ? → 31"))
    #expect(preview.output.contains("1 to change") && preview.output.contains("Nothing was"))
    #expect(
      try run(scratch, "communes", "contact", "21250", "--language", "en").output
        == "No contact known\n")
    let done = try run(scratch, "communes", "import", table, "--source", "Report 12")
    #expect(done.output == "0 communes added, 1 changed.\n", "\(done.errors)")
    #expect(
      try run(scratch, "communes", "contact", "21250", "--language", "en").output.hasPrefix(
        "Phone: 0255 3822 123\n"))
  }

  @Test func contactsAndNotes() throws {
    let scratch = try Scratch()
    _ = try scratch.inventory()
    let set = try run(
      scratch, "communes", "contact", "21250", "--name", "Hoa", "--email", "a@example.vn",
      "--language", "en")
    #expect(set.status == 0 && set.output == "The contact has been saved.\n", "\(set.errors)")
    // Omitted values stay, empty ones become unknown.
    _ = try run(
      scratch, "communes", "contact", "21250", "--email", "", "--phone", "+84 905 123 456")
    #expect(try run(scratch, "communes", "note", "21250", "Gọi buổi sáng").status == 0)
    let shown = try run(scratch, "communes", "contact", "21250", "--language", "en").output
    #expect(shown.contains("Name and position: Hoa\nPhone: +84 905 123 456\nUpdated on"))
    #expect(shown.contains("Gọi buổi sáng") && !shown.contains("@"))
    try run(scratch, "communes", "contact", "21250", "--phone", "x", "--language", "en")
      .expectRefusal(65, "3 to 15 digits")
    try run(scratch, "communes", "contact", "99999", "--phone", "113")
      .expectRefusal(65, "not in the register")
    try run(scratch, "communes", "note", "21250", " ").expectRefusal(65, "The note is empty")
  }

  @Test func groupsByNameOrNumber() throws {
    let scratch = try Scratch()
    _ = try scratch.inventory()
    let bad = try scratch.write("code,group\n21250,A\n21251,A\n", "bad.csv")
    try run(scratch, "communes", "groups", "import", bad)
      .expectRefusal(65, "Line 3: commune 21251 (group \"A\") is not in the register")
    let table = try scratch.write("code,group\n21250,Huyện A\n21244,Huyện A\n", "g.csv")
    #expect(
      try run(scratch, "communes", "groups", "import", table, "--language", "en").output
        == "Imported: 1 group added, 0 changed.\n")
    #expect(try run(scratch, "communes", "groups", "list").output.contains("Huyện A"))
    let plan = try run(
      scratch, "plan", "--budget", "1000000000", "--group", "Huyện A", "--format", "json")
    #expect(plan.status == 0 && !plan.output.contains("\"21205\""), "\(plan.errors)")
    try run(scratch, "plan", "--budget", "1000000000", "--group", "B")
      .expectRefusal(65, "no group \"B\"")
    let all = try run(scratch, "rank", "--format", "csv").output
      .split(whereSeparator: \.isNewline)
    let ranked = try run(scratch, "rank", "--format", "csv", "--group", "Huyện A").output
      .split(whereSeparator: \.isNewline)
    // The group's rows as in the whole ranking.
    #expect(ranked.count == 3 && ranked.allSatisfy(all.contains))
    #expect(
      try run(scratch, "rank", "--group", "1", "--language", "en").output.contains("– Huyện A"))
    try run(scratch, "rank", "--group", "B").expectRefusal(65, "no group \"B\"")
    try run(scratch, "rank", "--group", "A", "--robustness").expectRefusal(64, "--group goes with")
    #expect(try run(scratch, "communes", "groups", "remove", "Huyện A").status == 0)
    try run(scratch, "communes", "groups", "remove", "Huyện A").expectRefusal(65, "no group")
  }

  @Test func silentMachines() throws {
    let scratch = try Scratch()
    _ = try scratch.inventory()
    for format in ["table", "text", "json", "csv"] {
      let listed = try run(
        scratch, "machines", "list", "--silent", "--since", "7", "--format", format)
      #expect(listed.status == 0, "\(listed.errors)")
    }
    #expect(
      try run(scratch, "machines", "list", "--silent", "--since", "2026-01-01").status == 0)
    try run(scratch, "machines", "list", "--silent", "--since", "2999-01-01")
      .expectRefusal(65, "in the future")
    for bad in ["0", "x", "-1", "2026-02-30", "99999"] {
      let refused = try run(scratch, "machines", "list", "--silent", "--since=\(bad)")
      #expect(refused.status == 64 && refused.output.isEmpty, "\(bad)")
    }
    #expect(try run(scratch, "machines", "list", "--since", "7").status == 64)
    #expect(try run(scratch, "machines", "list", "--silent", "--state", "active").status == 64)
    try run(scratch, "machines", "list", "--silent", "--province", "99")
      .expectRefusal(65, "no province")
  }
}
