import Foundation
import InventoryFixtures
import Testing

@testable import InventoryServer

@Suite struct SearchTextTests {
  private func folded(_ text: String) -> String {
    String(decoding: SearchText.folded(text), as: UTF8.self)
  }

  @Test(arguments: [
    ("Xã Măng Bút", "xa mang but"), ("ĐẶC KHU TRƯỜNG SA", "dac khu truong sa"),
    ("Đắk Lắk", "dak lak"), ("Ea H'leo", "ea hleo"), ("Ea H’leo", "ea hleo"),
    // Older spellings: the tone on the other vowel, and i for y.
    ("Hoà Thuỷ", "hoa thuy"), ("Hòa Thủy", "hoa thuy"), ("Lí Sơn", "li son"), ("Lý Sơn", "li son"),
    ("Quy Nhơn", "qui nhon"), ("Qui Nhơn", "qui nhon"), ("Mỹ Yên", "mi ien"),
    ("Tây", "tay"), ("Tai", "tai"),
    // Eth and African D, which look like Đ.
    ("\u{D0}\u{1EA1}i", "dai"), ("\u{189}\u{1EA1}i", "dai"),
    ("  a\t–\u{A0}b  ", "a b"), ("21250", "21250"), ("", ""), ("---", ""),
    ("a\u{200B}b\u{301}\u{301}", "ab"), ("漢字", "漢字"), ("ß", "ß"),
  ])
  func textIsFolded(_ text: String, _ plain: String) {
    #expect(folded(text) == plain)
    #expect(folded(text.decomposedStringWithCanonicalMapping) == plain)
    #expect(folded(text.precomposedStringWithCanonicalMapping) == plain)
    #expect(folded(plain) == plain)
  }

  /// Every letter of the alphabet with every tone, both cases.
  @Test func everyVowelAndToneIsFolded() {
    let vowels = ["a": "aăâ", "e": "eê", "i": "i", "o": "oôơ", "u": "uư", "y": "y"]
    for (plain, letters) in vowels {
      for letter in letters {
        for tone in ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"] {
          let text = "a\(letter)\(tone)"
          for spelt in [text, text.uppercased()] {
            #expect(folded(spelt.precomposedStringWithCanonicalMapping) == "a" + plain)
            #expect(folded(spelt.decomposedStringWithCanonicalMapping) == "a" + plain)
          }
        }
      }
    }
    #expect(folded("đĐ") == "dd")
  }

  @Test(arguments: Example.hostile) func foldingIsIdempotent(_ text: String) {
    let once = SearchText.folded(text)
    #expect(SearchText.folded(String(decoding: once, as: UTF8.self)) == once)
    _ = VietnameseOrder.key(text)
  }

  @Test(arguments: [
    ("Xã Măng Bút", "mang but", true), ("Xã Măng Bút", "xa mang", true),
    ("Xã Măng Bút", "but", true), ("Xã Măng Bút", "mang b", true), ("Xã Măng Bút", "", true),
    ("Xã Măng Bút", "ang but", false), ("Xã Măng Bút", "but mang", false),
    ("Xã Ba", "xã ba tơ", false), ("", "a", false), ("", "", true),
  ])
  func wordPrefixesMatch(_ name: String, _ typed: String, _ found: Bool) {
    #expect(SearchText.contains(SearchText.folded(name), SearchText.folded(typed)) == found)
  }

  @Test func vietnameseDictionaryOrderIsFollowed() {
    let sorted = [
      "An Nhơn", "ăn", "Ân Hảo", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Bá Thước", "Dak", "Đa", "Ea",
      "Ê", "Ô Lâm", "Ơ", "U", "Ư", "Y",
    ]
    func order(_ texts: [String]) -> [String] {
      texts.sorted {
        VietnameseOrder.key($0).lexicographicallyPrecedes(VietnameseOrder.key($1))
      }
    }
    #expect(order(sorted.reversed()) == sorted)
    let decomposed = sorted.map(\.decomposedStringWithCanonicalMapping)
    #expect(order(decomposed.reversed()) == decomposed)
  }
}
