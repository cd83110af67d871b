import Foundation
import Testing

/// The enrolment token from a file or standard input, so that no process list shows it.
struct EnrolmentTokenTests {
  private func enroll(
    _ centre: ServingCentre, _ state: String, _ arguments: String..., input: String = ":"
  ) throws -> Command {
    let program = Command.folder.appending(path: "commune-probe").path
    let words =
      ["--server", centre.address, "--state", centre.scratch.file(state).path] + arguments
    return try Command.run(
      "/bin/sh", ["-c", "\(input) | \(program) enroll \(words.joined(separator: " "))"])
  }

  @Test func fromAFileAndFromStandardInput() throws {
    let centre = try ServingCentre()
    let token = try centre.token(commune: "21250", uses: 8)
    let file = try centre.scratch.write("  \(token)\r\n", "token")
    chmod(file, 0o644)
    let open = try enroll(centre, "a", "--token-file", file)
    open.expectRefusal(78, "chmod 600 \(file)")
    #expect(!open.errors.contains(token))
    chmod(file, 0o600)
    #expect(try enroll(centre, "a", "--token-file", file).output.contains("21250"))
    #expect(try enroll(centre, "b", "--token", "-", input: "echo \(token)").status == 0)
    #expect(try enroll(centre, "c", "--token-file", "-", input: "printf %s \(token)").status == 0)
    #expect(try enroll(centre, "d", "--token", token).status == 0)
    let made = try centre.inventory("token", "create", "--commune", "21250", "--format", "json")
    let json = try centre.scratch.write(made.output, "token.json")
    chmod(json, 0o600)
    #expect(try enroll(centre, "e", "--token-file", json).status == 0)
  }

  @Test func whatIsNoToken() throws {
    let centre = try ServingCentre()
    let none = try centre.scratch.write("", "none")
    let two = try centre.scratch.write("one two\n", "two")
    let long = try centre.scratch.write(String(repeating: "a", count: 5000), "long")
    for file in [none, two, long] {
      chmod(file, 0o600)
      try enroll(centre, "a", "--token-file", file).expectRefusal(65, "no token")
    }
    try enroll(centre, "a", "--token", "-").expectRefusal(65, "no token")
    try enroll(centre, "a", "--token-file", "/nowhere").expectRefusal(65, "/nowhere")
    try enroll(centre, "a", "--token-file", "/tmp").expectRefusal(65, "folder")
    try enroll(centre, "a").expectRefusal(64, "--token-file")
    try enroll(centre, "a", "--token", "t", "--token-file", none).expectRefusal(64, "once")
  }
}
