import Foundation
import Testing

/// `--language` and the locale apply to errors, help and answers, not only to results.
struct OutputLanguageTests {
  private static let program = "commune-inventory"
  private static let english = ["LC_ALL": "C.UTF-8", "COLUMNS": ""]

  private static func run(
    _ arguments: [String], environment: [String: String] = english
  ) throws -> Command {
    try Command.run(program, arguments, environment: environment)
  }

  /// Each command's name and its help text.
  private static func commands() throws -> [(words: [String], texts: [String])] {
    struct Dump: Decodable { var command: Node }
    struct Node: Decodable {
      var commandName: String
      var abstract: String?
      var discussion: String?
      var arguments: [Argument]?
      var subcommands: [Node]?
    }
    struct Argument: Decodable { var abstract: String? }
    let dumped = try run(["--experimental-dump-help"])
    let root = try JSONDecoder().decode(Dump.self, from: Data(dumped.output.utf8)).command
    var found: [(words: [String], texts: [String])] = []
    func visit(_ node: Node, _ words: [String]) {
      let texts = [node.abstract, node.discussion] + (node.arguments ?? []).map(\.abstract)
      found.append((words, texts.compactMap { $0 }.filter { $0.contains(" ") }))
      for each in node.subcommands ?? [] where each.commandName != "help" {
        visit(each, words + [each.commandName])
      }
    }
    visit(root, [])
    return found
  }

  @Test func everyCommandExplainsItselfInVietnamese() throws {
    let commands = try Self.commands()
    #expect(commands.count > 30)
    for command in commands {
      let language = command.words.isEmpty ? [] : ["--language", "vi"]
      let help = try Self.run(
        command.words + language + ["--help"],
        environment: command.words.isEmpty ? ["LC_ALL": "vi_VN.UTF-8"] : Self.english)
      #expect(help.status == 0)
      let said = Self.unbroken(help.output)
      for text in command.texts {
        #expect(!said.contains(Self.unbroken(text)), "\(command.words): \(text)")
      }
      for heading in ["OVERVIEW", "USAGE:", "OPTIONS:", "ARGUMENTS:", "(default:", "Show help"] {
        #expect(!said.contains(heading), "\(command.words): \(heading)")
      }
      let widest =
        help.output.split(separator: "\n").filter { !$0.hasPrefix("CÁCH DÙNG") }
        .map(\.count).max() ?? 0
      #expect(widest <= 80, "\(command.words)")
    }
  }

  @Test func errorsFollowTheOption() throws {
    let scratch = try Scratch()
    let missing = scratch.file("none.sqlite").path
    let rows: [(arguments: [String], english: String, vietnamese: String, status: Int32)] = [
      (["rank", "--database", missing], "does not exist", "không tồn tại", 65),
      (
        ["rank", "--measures", missing], "Cannot read the table", "Không đọc được bảng số liệu", 65
      ),
      (["plan", "--budget", "1,5"], "decimal fraction", "có phần thập phân", 64),
      (["rank", "--format", "pdf"], "Please provide one of", "Hãy chọn một trong", 64),
      (["rank", "--limt", "3"], "Did you mean '--limit'", "Có phải là '--limit'", 64),
      (["serve", "--listen", "0.0.0.0:80"], "over TLS only", "chỉ qua TLS", 78),
      (["compare", "21250"], "Both sides are the same", "Hai bên giống nhau", 64),
      (["policy", "check", missing], "Cannot read the policy", "Không đọc được bộ tiêu chí", 78),
    ]
    for row in rows {
      let english = try Self.run(row.arguments + ["--language", "en"])
      let vietnamese = try Self.run(row.arguments + ["--language=vi"])
      #expect(english.errors.contains(row.english), "\(english.errors)")
      #expect(vietnamese.errors.contains(row.vietnamese), "\(vietnamese.errors)")
      #expect(!vietnamese.errors.contains(row.english), "\(vietnamese.errors)")
      #expect(english.status == vietnamese.status, "\(row.arguments)")
      if vietnamese.status != 64 {
        #expect(vietnamese.errors.split(separator: "\n").count == 1, "\(vietnamese.errors)")
        #expect(vietnamese.errors.hasSuffix("\n") && !vietnamese.errors.hasSuffix("\n\n"))
      }
    }
  }

  /// Faults in a file: no word of the surrounding sentence stays English.
  @Test(arguments: [
    (
      ["communes", "import"], "code,officials,officials\n21250,1,2\n", "Dòng 1, cột \"officials\": "
    ),
    (
      ["communes", "import"], "code,officials\n21250,999999999999\n",
      "là \"999999999999\"; hãy nhập một số nguyên từ 0 đến 10000000, hoặc để trống nếu chưa biết."
    ),
    (
      ["communes", "import"], "code,contactPhone\n21250,2553822123\n",
      "contactPhone thiếu số 0 ở đầu"
    ),
    (
      ["serve", "--check", "--config"], "listen = = 3\n",
      " dòng 1: đây không phải TOML: lỗi cú pháp"
    ),
    (["policy", "check"], "id = = 3\n", ": dòng 1, cột 6: không phải TOML: lỗi cú pháp"),
    (["rank", "--measures"], "code,latitude\n21250,1\n", ": dòng 1, cột \"latitude\": "),
    (["bundle", "import"], "x", "Không mở được "),
    (["import", "--commune", "21250", "/nowhere"], "x", "(không có tệp hoặc thư mục này)"),
    (["restore"], "x", "không phải bản sao lưu đọc được"),
  ])
  func faultsInFilesAreSaidWhole(_ words: [String], _ text: String, _ says: String) throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    let file = try scratch.write(text, "file")
    let said = try Self.run(words + [file, "--language", "vi"] + database)
    let all = said.output + said.errors
    #expect(said.status != 0 && all.contains(says), "\(all)")
    for word in [" line ", " column ", "Cannot", "Error", "exist", " from ", " unknown"] {
      #expect(!all.contains(word), "\(word): \(all)")
    }
  }

  /// Without the option the locale decides, as POSIX specifies.
  @Test func errorsFollowTheLocale() throws {
    let scratch = try Scratch()
    let arguments = ["rank", "--database", scratch.file("none.sqlite").path]
    for (environment, isVietnamese) in [
      (["LC_ALL": "", "LC_MESSAGES": "", "LANG": "vi_VN.UTF-8"], true),
      (["LC_ALL": "", "LC_MESSAGES": "vi_VN", "LANG": "en_US.UTF-8"], true),
      (["LC_ALL": "C.UTF-8", "LC_MESSAGES": "vi_VN", "LANG": "vi_VN"], false),
      (["LC_ALL": "", "LC_MESSAGES": "", "LANG": "C"], false),
    ] {
      let errors = try Self.run(arguments, environment: environment).errors
      #expect(errors.contains("không tồn tại") == isVietnamese, "\(environment): \(errors)")
    }
    let both = try Self.run(
      arguments + ["--language", "en"], environment: ["LC_ALL": "vi_VN.UTF-8"])
    #expect(both.errors.contains("does not exist"))
  }

  @Test func answersAndTablesFollowTheOption() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory() + ["--language", "vi"]
    let added = try Self.run(["user", "add", "an", "--role", "officer", "--country"] + database)
    #expect(
      added.output.hasPrefix("an (cán bộ công nghệ thông tin) đặt mật khẩu"),
      "\(added.output)\(added.errors)")
    let letters = try Self.run(["user", "letters", "an", "--letter-language", "en"] + database)
    #expect(letters.output.contains("ngôn ngữ tiếng Anh,"), "\(letters.output)")
    let list = try Self.run(["user", "list"] + database)
    #expect(list.output.contains("Vai trò") && list.output.contains("chưa đặt"), "\(list.output)")
    let made = try Self.run(
      ["token", "create", "--commune", "21250", "--format", "json"] + database)
    #expect(made.status == 0, "\(made.errors)")
    let revoked = try Self.run(["token", "revoke", "1"] + database)
    #expect(revoked.output.contains("Đã thu hồi mã số 1."), "\(revoked.output)\(revoked.errors)")
  }

  /// The help that ArgumentParser puts beside an error, with what it writes after the sentence.
  @Test(arguments: [["--reports-per-hour", "x"], ["--log-format", "xml"]])
  func helpOfAnErrorIsTranslatedWithItsDefault(_ arguments: [String]) throws {
    let said = try Self.run(["serve"] + arguments + ["--language", "vi"]).errors
    let help = try #require(
      said.split(separator: "\n").first { $0.hasPrefix("Trợ giúp") }, "\(said)")
    #expect(help.contains("mặc định: "), "\(help)")
    for word in ["Maximum", "default", "the ", "Log "] { #expect(!help.contains(word), "\(help)") }
  }

  private static func unbroken(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
