/// The order of Vietnamese dictionaries: a ă â b c d đ e ê …, tones only among what is equal else.
enum VietnameseOrder {
  /// Keys of two texts compare, byte by byte, as the texts do.
  static func key(_ text: String) -> [UInt8] {
    var letters: [UInt8] = []
    var tones: [UInt8] = []
    var last: VietnameseLetter?
    func end() {
      guard let letter = last else { return }
      letters.append((letter.base - UInt8(ascii: "a")) * 5 + letter.quality + 64)
      tones.append(letter.tone + 1)
      last = nil
    }
    for scalar in text.unicodeScalars {
      if let letter = VietnameseLetter.of(scalar) {
        end()
        last = letter
      } else if scalar.properties.generalCategory == .nonspacingMark {
        last?.add(scalar)
      } else {
        end()
        // Spaces before digits before letters, and what is neither behind all.
        letters.append(scalar.value < 64 ? max(1, UInt8(scalar.value)) : 255)
      }
    }
    end()
    return letters + [0] + tones
  }
}
