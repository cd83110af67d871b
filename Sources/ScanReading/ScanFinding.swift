/// The result of reading the file that a scanner made.
public struct ScanFinding: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable { case pdf, jpeg, png, tiff }

  /// The reason why nothing can be read from a file.
  public enum Refusal: String, Codable, Sendable, Error {
    /// Not a PDF, JPEG, PNG or TIFF.
    case wrongType
    /// The file is incomplete.
    case truncated
    /// More pixels or bytes than a scanned page has.
    case tooLarge
    /// A PDF of more pages than a scanned sheet has.
    case tooManyPages
    /// It cannot be decoded: damaged, or protected by a password.
    case unreadable
    /// Decoding took more time or memory than allowed.
    case tookTooMuch
    /// This server lacks the programs that read scans.
    case readerMissing
  }

  /// Signs that a file is a photograph instead of a scan. None of them is proof.
  public enum Sign: String, Codable, Sendable, CaseIterable {
    /// The file states exposure, focal length or position: only cameras write those.
    case cameraData
    /// The code is not square: it was seen from an angle, as by no scanner.
    case perspective
    /// The code fills more or less of the picture than of the sheet: its margins are missing.
    case marginsMissing
    /// The picture has the format of a camera or a screen, not of paper.
    case cameraFormat
    /// The paper is lit unevenly.
    case unevenLight

    /// Whether this sign alone is enough to ask for another scan.
    public var isStrong: Bool { self == .cameraData || self == .perspective }
  }

  public struct Code: Codable, Sendable, Equatable {
    public var text: String
    public var signs: [Sign]

    public init(text: String, signs: [Sign]) {
      self.text = text
      self.signs = signs
    }

    /// Whether the picture around the code looks like a photograph: one strong sign, or two others.
    public var looksPhotographed: Bool { signs.contains(where: \.isStrong) || signs.count >= 2 }
  }

  public var kind: Kind?
  public var refusal: Refusal?
  /// The QR codes that were found; empty if there are none.
  public var codes: [Code]

  public init(kind: Kind? = nil, refusal: Refusal? = nil, codes: [Code] = []) {
    (self.kind, self.refusal, self.codes) = (kind, refusal, codes)
  }
}
