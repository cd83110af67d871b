import Foundation
import Presentation
import Testing

/// English sentences and their Vietnamese lookup.
struct SentencesTests {
  private let sentences = try? Sentences(
    Data(
      #"""
      {"Line {1}: {2}": "Dòng {1}: {2}", "the cell \"{1}\" is empty": "ô \"{1}\" trống",
       "empty": "trống", "{1} of {2}": "{2} có {1}", "{1}{2} left": "còn {1}{2}"}
      """#.utf8))

  @Test func sentencesInSentencesAreFound() {
    #expect(sentences?("Line 3: the cell \"a\" is empty", .vi) == "Dòng 3: ô \"a\" trống")
    #expect(sentences?("Line 3: the cell \"a\" is empty", .en) == "Line 3: the cell \"a\" is empty")
  }

  @Test func whatIsQuotedStaysAsItIs() {
    #expect(sentences?("the cell \"empty\" is empty", .vi) == "ô \"empty\" trống")
    #expect(sentences?("the cell \"{1}\" is empty", .vi) == "ô \"{1}\" trống")
  }

  @Test func aFileNameStandsBefore() {
    #expect(
      sentences?("/tmp/a: b.csv: Line 1: empty.", .vi) == "/tmp/a: b.csv: Dòng 1: trống.")
  }

  /// A sentence that also matches the beginning of another pattern.
  @Test(arguments: [
    (
      "Line 2: 2 ordered of computer for commune 21250, but the programme has 1: change that first, with a reason.",
      "Dòng 2: đặt mua 2 computer cho đơn vị 21250, nhưng chương trình có 1: điều chỉnh trước và nêu lý do."
    ),
    (
      "Line 1, column \"officials\": the column occurs twice; remove one.",
      "Dòng 1, cột \"officials\": cột có hai lần; hãy bỏ một."
    ),
    ("k.1, since 14/07/2026 23:25", "k.1, since 14/07/2026 23:25"),
    ("since 14/07/2026 23:25", "từ 14/07/2026 23:25"),
    (
      "an: weekly letters; language Vietnamese, address not known.",
      "an: bản tin hằng tuần; ngôn ngữ tiếng Việt, địa chỉ chưa có."
    ),
    (
      "an: no letters; language English, address a@b.vn.",
      "an: không đăng ký bản tin; ngôn ngữ tiếng Anh, địa chỉ a@b.vn."
    ),
    (
      "officer (an officer, Tỉnh Quảng Ngãi) can choose a password within 72 hours at",
      "officer (cán bộ công nghệ thông tin, Tỉnh Quảng Ngãi) đặt mật khẩu trong vòng 72 giờ tại"
    ),
    (
      "planner now has the role of an administrator.", "planner nay có vai trò quản trị viên."
    ),
    (
      "Cannot read the policy /etc/x.toml: Permission denied. Run the command as a user who may read it.",
      "Không đọc được bộ tiêu chí /etc/x.toml: không có quyền truy cập. Hãy chạy lệnh bằng tài khoản có quyền đọc tệp."
    ),
    ("Recorded 3 orders and deliveries.", "Đã ghi nhận 3 khoản đặt mua và bàn giao."),
    (
      "xa.csv: The file is a workbook, not a CSV table; in the spreadsheet choose Save As, \"CSV UTF-8\". Nothing was imported.",
      "xa.csv: Tệp là bảng tính, không phải bảng CSV; trong bảng tính hãy chọn Save As, \"CSV UTF-8\". Không nhập gì."
    ),
    ("Recorded one order or delivery.", "Đã ghi nhận 1 khoản đặt mua hoặc bàn giao."),
  ])
  func partsOfASentenceAreSaidOnTheirOwn(_ english: String, _ vietnamese: String) throws {
    #expect(try Sentences.embedded()(english, .vi) == vietnamese)
  }

  @Test func othersStayEnglish() {
    for text in ["", "x", "Line", "Line 3", "nothing known", "a\nb", "{1}", ": ", "."] {
      #expect(sentences?(text, .vi) == text)
    }
    #expect(sentences?("3 of 7", .vi) == "7 có 3")
  }

  @Test func theTableInTheBinaryIsRead() throws {
    let table = try Sentences.embedded()
    #expect(
      table("Commune 99999 is not in the register: check the code.", .vi)
        == "Đơn vị 99999 không có trong danh mục: hãy kiểm tra mã.")
  }
}
