import SafeText
import Testing

struct SafeTextTests {
  @Test(
    arguments: [
      ("a", true), (" ", true), ("~", true), ("ệ", true), ("đ", true), ("Ư", true), ("漢", true),
      ("\u{301}", true), ("\u{A0}", true), ("\u{FFFD}", true), ("₫", true), ("\u{1F1FB}", true),
      // Control, format, separators of lines, private use and unassigned.
      ("\u{0}", false), ("\t", false), ("\n", false), ("\u{1B}", false), ("\u{7F}", false),
      ("\u{85}", false), ("\u{AD}", false), ("\u{200B}", false), ("\u{202E}", false),
      ("\u{2028}", false), ("\u{2029}", false), ("\u{FEFF}", false), ("\u{E000}", false),
      ("\u{F0000}", false), ("\u{378}", false), ("\u{FFFF}", false),
    ] as [(Unicode.Scalar, Bool)])
  func whatIsNoTextIsTold(_ scalar: Unicode.Scalar, _ isPrintable: Bool) {
    #expect(scalar.isPrintable == isPrintable)
  }

  @Test func quotationsAreShortLines() {
    #expect(quoted("a\u{1B}[2J\u{E000}b\nc") == "\"a\u{FFFD}[2J\u{FFFD}b\u{FFFD}c\"")
    #expect(
      quoted(String(repeating: "ế", count: 41)) == "\"\(String(repeating: "ế", count: 40))…\"")
  }
}
