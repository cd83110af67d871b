import Foundation
import Testing

@testable import ThirdPartyInventory

/// Personal data in every unwanted field that other projects' agents send: none of it appears in
/// the database's files, in the server's output or on any page.
struct ThirdPartyPrivacyTests {
  static let mark = "HoaNguyen4711"

  /// The object with the marker in every unwanted text.
  static func planted(_ content: [String: Any]) -> [String: Any] {
    var content = content
    for (section, value) in content {
      func entry(_ entry: [String: Any]) -> [String: Any] {
        var entry = entry
        let extra = ["lastloggeduser", "winowner", "username", "login", "remark", "ipaddress"]
        for field in Array(entry.keys) + extra {
          if WantedFields.contains(field.lowercased(), of: section.lowercased()) { continue }
          entry[field] = mark
        }
        return entry
      }
      if let one = value as? [String: Any] { content[section] = entry(one) }
      if let many = value as? [[String: Any]] { content[section] = many.map(entry) }
    }
    for section in ["users", "local_users", "envs", "processes", "softwares", "accountinfo"] {
      content[section] = [["login": mark, "key": mark, "val": mark, "cmd": mark, "name": mark]]
    }
    return content
  }

  static func json() throws -> Data {
    let body = try ThirdPartyAgentTests.exchange("windows10-mfp-office.json")
    var message = try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any])
    message["content"] = planted(try #require(message["content"] as? [String: Any]))
    message["deviceid"] = "\(mark)-2026-11-28-08-15-00"
    message["tag"] = mark
    return try JSONSerialization.data(withJSONObject: message)
  }

  static func xml() throws -> Data {
    let text = try String(
      decoding: ThirdPartyAgentTests.exchange("fusioninventory-linux.xml"), as: UTF8.self)
    let users = "<USERS><LOGIN>\(mark)</LOGIN></USERS><ENVS><KEY>\(mark)</KEY></ENVS>"
    return Data(
      text.replacing("pc-van-phong-", with: "\(mark)-xml-")
        .replacing("<HARDWARE>", with: "\(users)<HARDWARE><NAME>\(mark)</NAME>").utf8)
  }

  @Test func nothingPersonalIsKeptOrShown() throws {
    let centre = try ServingCentre("--log-level", "trace")
    let token = try centre.token(commune: "21250", uses: 2)
    func ask(_ arguments: String...) throws -> String {
      let asked = try Command.run("/usr/bin/curl", ["-s", "-k"] + arguments)
      return asked.output
    }
    for (name, body, fields) in [
      ("a.json", try Self.json(), ["-H", "GLPI-Agent-ID: 3f2c1d9e-7a55-4b0e-9a11-2f6a5d0c8e21"]),
      ("a.xml", try Self.xml(), []),
    ] {
      #expect(String(decoding: body, as: UTF8.self).contains(Self.mark))
      try body.write(to: centre.scratch.file("sent-\(name)"))
      let sent = try Command.run(
        "/usr/bin/curl",
        ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-u", "21250:\(token)", "--data-binary"]
          + ["@\(centre.scratch.file("sent-\(name)").path)"] + fields
          + ["\(centre.address)/glpi"])
      #expect(sent.output == "200")
    }
    struct Machine: Decodable { var id: String }
    let machines = try centre.json([Machine].self, "machines", "list")
    #expect(machines.count == 2)

    var pages = ["/", "/communes/21250", "/communes/21250/history", "/coverage", "/coverage.csv"]
    pages += machines.map { "/machines/\($0.id)" }
    pages += ["/api/v1/communes/21250", "/api/v1/ranking?province=51", "/metrics"]
    for page in pages {
      let shown = try ask(centre.address + page)
      #expect(!shown.isEmpty && !shown.contains(Self.mark), "\(page)")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: centre.scratch.folder.path)
      .filter { !$0.hasPrefix("sent-") }
    #expect(files.contains("inventory.sqlite") && files.contains("output"))
    for file in files {
      guard let bytes = try? Data(contentsOf: centre.scratch.file(file)) else { continue }
      #expect(bytes.range(of: Data(Self.mark.utf8)) == nil, "\(file)")
      #expect(bytes.range(of: Data(Self.mark.lowercased().utf8)) == nil, "\(file)")
    }
  }
}
