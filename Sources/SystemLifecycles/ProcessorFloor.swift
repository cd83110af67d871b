import Reporting

/// Whether Windows 11 supports a processor: Intel from the 8th generation, AMD from Zen+. Decided
/// by its numbers and its name; unknown if neither tells.
///
/// Source: https://learn.microsoft.com/en-us/windows-hardware/design/minimum/windows-processor-requirements
enum ProcessorFloor {
  static func judge(_ processor: HardwareFacts.Processor) -> SystemOutlook.Answer {
    let name = processor.model?.lowercased() ?? ""
    if name.contains("intel") || name.hasPrefix("pentium") || name.hasPrefix("celeron") {
      // The 8th generation's Y processors have the numbers of the 7th.
      return IntelName.isSupported(name) ?? intel(processor)
    }
    if name.contains("amd") || name.contains("ryzen") {
      let (byNumbers, byName) = (amd(processor), AMDName.isSupported(name))
      // A name from Zen+ on with an earlier family: the family is wrong, as some agents compute it.
      let isContradicted = byName == .yes && processor.family.map { $0 < 23 } ?? false
      return byNumbers == .unknown || isContradicted ? byName : byNumbers
    }
    return .unknown
  }

  private static func intel(_ processor: HardwareFacts.Processor) -> SystemOutlook.Answer {
    guard let family = processor.family else { return .unknown }
    // NetBurst (Pentium 4).
    guard family == 6 else { return family < 6 || family == 15 ? .no : .unknown }
    guard let model = processor.modelNumber else { return .unknown }
    switch model {
    // Kaby Lake and its successors with the same number: the stepping decides.
    case 142, 158: return processor.stepping.map { $0 >= 10 ? .yes : .no } ?? .unknown
    // Gemini Lake, Ice, Comet, Tiger, Rocket, Alder, Raptor, Jasper, Elkhart, Meteor, Lunar, Arrow.
    case 122, 125, 126, 140, 141, 150, 151, 154, 156, 165, 166, 167, 170, 172, 181, 183, 186, 189,
      190, 191, 197, 198:
      return .yes
    // Server and workstation processors are listed one by one.
    case 85, 106, 108, 143, 207, 173, 174: return .unknown
    // Cannon Lake.
    case 102: return .unknown
    default: return model < 122 ? .no : .unknown
    }
  }

  private static func amd(_ processor: HardwareFacts.Processor) -> SystemOutlook.Answer {
    guard let family = processor.family else { return .unknown }
    switch family {
    case ..<23: return .no
    case 23:
      switch processor.modelNumber {
      // Summit Ridge and Naples (Zen); Raven Ridge.
      case 1, 17: return .no
      case nil: return .unknown
      case .some: return .yes
      }
    case 25, 26: return .yes
    default: return .unknown
    }
  }
}

/// The generation in an Intel processor's name.
enum IntelName {
  /// Whether a processor with this lower-case name is supported; nil if the name does not tell.
  static func isSupported(_ name: String) -> SystemOutlook.Answer? {
    let words = name.replacingMarks.split { !$0.isLetter && !$0.isNumber && $0 != "-" }
      .map(String.init)
    if words.contains("xeon") || words.contains("atom") { return nil }
    // On Microsoft's list, though their numbers are those of the 7th generation.
    if words.contains(where: ["3867u", "4417u", "4425y", "6500y"].contains) { return .yes }
    for word in words {
      if word.count > 3, word.hasPrefix("i"), let digit = word.dropFirst().first,
        "3579".contains(digit), word.dropFirst(2).first == "-",
        let generation = generation(word.dropFirst(3))
      {
        return generation >= 8 ? .yes : isException(word) ? .unknown : .no
      }
      // m3-8100Y, m5-6Y57; the earlier `M-5Y10`.
      if word.hasPrefix("m"), let dash = word.firstIndex(of: "-"),
        let digit = word[word.index(after: dash)...].first?.wholeNumberValue,
        word.distance(from: word.startIndex, to: dash) <= 2
      {
        return digit >= 8 ? .yes : .no
      }
    }
    // "Core Ultra 5 125H", "Core 5 120U": the naming after the 14th generation.
    if words.contains("ultra") { return .yes }
    let older = ["core2", "duo", "quad", "dual"]
    if words.contains(where: older.contains) || name.contains("core(tm)2") { return .no }
    let netBurst = [["pentium", "4"], ["pentium", "d"], ["celeron", "d"]]
    return zip(words, words.dropFirst()).contains { netBurst.contains([$0, $1]) } ? .no : nil
  }

  /// The 7th generation's Core X and the i7-7820HQ of some models are supported.
  private static func isException(_ word: String) -> Bool {
    word.hasPrefix("i7-7820hq") || word.hasPrefix("i7-78") || word.hasPrefix("i9-79")
  }

  /// `8250u` is the 8th, `1035g1` and `10400` the 10th, `1135g7` the 11th, `920` the first.
  private static func generation(_ text: Substring) -> Int? {
    let digits = text.prefix { $0.isNumber }
    guard let number = Int(digits) else { return nil }
    switch digits.count {
    case 5: return number / 1000
    case 4 where number < 2000: return number / 100
    case 4: return number / 1000
    case 3: return 1
    default: return nil
    }
  }
}

/// The series in an AMD processor's name.
enum AMDName {
  static func isSupported(_ name: String) -> SystemOutlook.Answer {
    let older = [
      "fx", "phenom", "sempron", "turion", "opteron", "a4", "a6", "a8", "a9", "a10", "a12",
      // E-350, C-60, Z-01, GX-212JC.
      "e", "c", "z", "gx",
    ]
    let words = name.replacingMarks.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    if words.contains(where: older.contains)
      || words.contains(where: { $0.hasPrefix("e1") || $0.hasPrefix("e2") })
    {
      return .no
    }
    if words.contains("athlon") {
      // Gold, Silver and 3000G are Zen and listed.
      return words.contains("gold") || words.contains("silver") || words.contains("3000g")
        ? .yes
        : words.contains("ii") || words.contains("64") || words.contains("x2")
          || words.contains("x4") ? .no : .unknown
    }
    // Dali, without a series.
    if words.contains("3015e") || words.contains("3020e") { return .yes }
    guard let place = words.firstIndex(of: "ryzen") else { return .unknown }
    if words.contains("ai") { return .yes }
    for word in words[place...].dropFirst() {
      let digits = word.prefix { $0.isNumber }
      // Ryzen 5 220, Ryzen 7 250: the naming since 2025.
      if digits.count == 3, word.count == 3 { return .yes }
      guard digits.count == 4, let number = Int(digits) else { continue }
      switch number / 1000 {
      case 1: return .no
      // Raven Ridge has graphics or is a laptop's; Pinnacle Ridge is Zen+.
      case 2: return ["", "x", "e"].contains(word.dropFirst(4)) ? .yes : .no
      default: return .yes
      }
    }
    return .unknown
  }
}

extension String {
  /// Replaces (R) and (TM), which occur inside words, by blanks.
  fileprivate var replacingMarks: String {
    var text = self[...]
    var kept = ""
    while let character = text.first {
      if text.hasPrefix("(r)") {
        text = text.dropFirst(3)
        kept.append(" ")
      } else if text.hasPrefix("(tm)") {
        text = text.dropFirst(4)
        kept.append(" ")
      } else {
        kept.append(character)
        text = text.dropFirst()
      }
    }
    return kept
  }
}
