import Cryptography
public import FoundationEssentials

/// The centre's decisions about one machine's reports that came on a stick:
/// `receipt-<machine>.json` beside them.
///
/// A report that is not named was not decided on, for example because its file was damaged: it
/// stays spooled.
public struct BundleReceipt: Codable, Sendable, Equatable {
  public static let format = 1

  public struct Line: Codable, Sendable, Equatable {
    public enum Status: String, Codable, Sendable { case stored, duplicate, refused }

    /// The report's id, a lower-case UUID.
    public var id: String
    /// SHA-256 of the report's body, inflated; 64 lower-case hexadecimal digits.
    public var digest: String
    public var status: Status
    /// With `refused`: the reason, as in a problem document.
    public var code: String?

    public init(id: String, digest: String, status: Status, code: String? = nil) {
      (self.id, self.digest, self.status, self.code) = (id, digest, status, code)
    }
  }

  public var format: Int
  public var machine: String
  public var reports: [Line]
  /// The export that this receipt answers (``BundleLabel``); nil if that is unknown.
  public var bundle: String?
  /// The centre's Ed25519 signature over ``statement``, base64; nil from a centre older than signed
  /// receipts.
  public var signature: String?

  public init(machine: String, reports: [Line], bundle: String? = nil) {
    format = Self.format
    (self.machine, self.reports, self.bundle) = (machine, reports, bundle)
  }

  /// The receipt's name beside the reports.
  public var fileName: String { "receipt-\(machine).json" }

  /// The signed text: one line for machine and bundle, one for each report. Not the JSON itself, so
  /// that later members do not break the signature.
  ///
  /// - Returns: nil if a field is empty or contains white space, which would make the lines
  ///   ambiguous.
  public var statement: Data? {
    var lines = ["commune-bundle-receipt 1", "\(machine) \(bundle ?? "-")"]
    var fields = [machine, bundle ?? "-"]
    for line in reports {
      lines.append("\(line.id) \(line.digest) \(line.status.rawValue) \(line.code ?? "-")")
      fields += [line.id, line.digest, line.code ?? "-"]
    }
    guard fields.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { 0x21...0x7E ~= $0 } }) else {
      return nil
    }
    return Data(lines.joined(separator: "\n").utf8)
  }

  /// Whether the receipt, exactly as it is, is signed by `publicKey` (Ed25519, base64).
  public func isSigned(by publicKey: String) -> Bool {
    guard let statement, let signature, let bytes = Data(base64Encoded: signature),
      let key = Self.key(publicKey)
    else { return false }
    return key.isValidSignature(bytes, for: statement)
  }

  /// Whether `text` is an Ed25519 public key in base64.
  public static func isKey(_ text: String) -> Bool { key(text) != nil }

  private static func key(_ text: String) -> Ed25519.PublicKey? {
    guard let bytes = Data(base64Encoded: text), bytes.base64EncodedString() == text else {
      return nil
    }
    return try? Ed25519.PublicKey(rawRepresentation: bytes)
  }
}

/// The id of one export, in `bundle-<machine>.json` beside its reports: a receipt repeats it, so
/// that the agent can tell it from the receipt for another export.
public struct BundleLabel: Codable, Sendable, Equatable {
  public static let format = 1
  /// Maximum size of the file, in bytes.
  public static let maximumBytes = 1024

  public var format: Int
  public var machine: String
  /// A random lower-case UUID.
  public var bundle: String

  public init(machine: String, bundle: String) {
    format = Self.format
    self.machine = machine
    self.bundle = bundle
  }

  public static func fileName(machine: String) -> String { "bundle-\(machine).json" }

  /// nil if `bytes` are not the label of an export of `machine`.
  public init?(_ bytes: Data, machine: String) {
    guard bytes.count <= Self.maximumBytes,
      let read = try? JSONDecoder().decode(BundleLabel.self, from: bytes),
      read.format == Self.format, read.machine == machine, UUID(uuidString: read.bundle) != nil,
      read.bundle == read.bundle.lowercased()
    else { return nil }
    self = read
  }
}
