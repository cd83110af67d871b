public import Prioritization

/// A language that people read here.
public enum Language: String, Sendable, CaseIterable {
  case vi, en
}

extension LocalizedText {
  public subscript(language: Language) -> String {
    switch language {
    case .vi: vi
    case .en: en
    }
  }
}
