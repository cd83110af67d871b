import Foundation
import Reporting
import Testing

@testable import Probing

/// Patterns of `[answers]` against bodies as servers write them, and as people read them.
struct AnswerPatternTests {
  private func matches(_ pattern: String, _ body: String) -> Bool {
    var definition = AccountDefinition(kind: .form)
    definition.answers = [.init(status: .locked, body: [pattern])]
    return definition.listed(HTTPReply(status: 200, body: Array(body.utf8)))?.status == .locked
  }

  @Test(
    arguments: [
      ("đã bị khóa", "<p>Tài khoản đã bị khóa.</p>"),
      // ASP.NET Core, ASP.NET MVC 5 and PHP.
      ("đã bị khóa", "T&#xE0;i kho&#x1EA3;n &#x111;&#xE3; b&#x1ECB; kh&#xF3;a"),
      ("không đúng", "Mật khẩu kh&#244;ng đ&#250;ng"),
      ("không đúng", "Mật khẩu kh&ocirc;ng đ&uacute;ng"),
      ("đã bị khóa", #"{"m":"T\u00e0i kho\u1ea3n \u0111\u00e3 b\u1ecb kh\u00f3a"}"#),
      ("Đã 😀 xong", #"{"m":"\u0110\u00e3 \ud83d\ude00 xong"}"#),
      ("24/7: \"khóa\"", #"{"m":"24\/7: \"kh\u00f3a\""}"#),
      ("đã bị khóa", #"{"html":"<b>\u0111&#xE3;<\/b> b\u1ecb\nkh&oacute;a"}"#),
      (
        "đã bị khóa",
        "<script>toastr.error('T\\u00E0i kho\\u1EA3n \\u0111\\u00E3 b\\u1ECB kh\\u00F3a')"
      ),
      // What a browser does not show, or shows as one blank.
      ("đã bị khóa", "<p>đã&nbsp;bị\n      <strong class=\"x\">khóa</strong>"),
      ("đã bị khóa", "đã bị<br>khóa"), ("đã bị khóa", "đã<!-- x --> bị khóa"),
      ("đã  bị khóa", "đã bị khóa"), ("a < b", "a &lt; b"), ("a < b", "a < b"),
      // Letters with marks of their own, on either side.
      ("đã bị khóa", "đã bị khóa".decomposedStringWithCanonicalMapping),
      ("đã bị khóa".decomposedStringWithCanonicalMapping, "đã bị khóa"),
      ("đã bị khóa".decomposedStringWithCanonicalMapping, "&#273;&#227; b&#7883; kh&#243;a"),
      // As it is sent.
      ("class=\"error\"", "<p class=\"error\">"), ("kh&#xF3;a", "kh&#xF3;a"),
      (#"b\u1ecb"#, #"{"m":"b\u1ecb"}"#), ("</form>", "<form></form>"),
    ])
  func match(_ pattern: String, _ body: String) { #expect(matches(pattern, body)) }

  @Test(
    arguments: [
      ("đã bị khóa", "<p>Tài khoản không bị khóa</p>"), ("khóa", "khoa"), ("Khóa", "khóa"),
      ("khóa", "kh&#x;a kh&oacute a kh&#xF3"), ("bị", #"b\u1ec"#), ("bị", #"{"m":"b\\u1ecb"}"#),
      ("x", #"\ud83d \u"#), ("khó", "khò"), ("a", ""),
    ])
  func noMatch(_ pattern: String, _ body: String) { #expect(!matches(pattern, body)) }

  /// A megabyte of what looks like the beginning of something.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: ["<", "<a", "&", "\\u", "&#x", "\u{301}", "</a>", "e\u{301}"])
  func bounded(_ part: String) {
    let body = String(repeating: part, count: (1 << 20) / part.utf8.count) + ">"
    #expect(!matches("khóa", body))
  }
}
