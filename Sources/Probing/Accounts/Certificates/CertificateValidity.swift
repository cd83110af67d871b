import FoundationEssentials
import Reporting
import SwiftASN1

/// Validity period of an X.509 certificate (RFC 5280, section 4.1.2.5), in seconds since 1970.
///
/// Pure and total; nothing else of a certificate is read.
struct CertificateValidity: Codable, Equatable, Sendable {
  /// Maximum size of a certificate's file, in bytes.
  static let maximumBytes = 256 << 10

  var notBefore: Int
  var notAfter: Int

  /// The first certificate of a PEM or DER file, as `openssl x509` finds it.
  init?(file bytes: [UInt8]) {
    guard bytes.count <= Self.maximumBytes else { return nil }
    for block in PEMBlocks.certificates(in: bytes) {
      if let validity = Self(beginningOf: block) {
        self = validity
        return
      }
    }
    self.init(beginningOf: bytes)
  }

  /// - Parameter bytes: DER, possibly with other bytes behind it.
  private init?(beginningOf bytes: [UInt8]) {
    guard let length = Self.length(of: bytes) else { return nil }
    self.init(der: Array(bytes.prefix(length)))
  }

  /// Length of the DER sequence at the start of `bytes`; nil if there is none or it is cut off.
  private static func length(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= 2, bytes[0] == 0x30 else { return nil }
    guard bytes[1] >= 0x80 else {
      let length = 2 + Int(bytes[1])
      return length <= bytes.count ? length : nil
    }
    let count = Int(bytes[1] & 0x7F)
    guard 1...4 ~= count, bytes.count >= 2 + count else { return nil }
    let length = 2 + count + bytes[2..<(2 + count)].reduce(0) { $0 << 8 | Int($1) }
    return length <= bytes.count ? length : nil
  }

  init?(der bytes: [UInt8]) {
    guard bytes.count <= Self.maximumBytes, let root = try? DER.parse(bytes),
      let certificate = Self.parts(root), let signed = certificate.first.flatMap(Self.parts)
    else { return nil }
    // version [0] OPTIONAL, serial number, algorithm, issuer, validity
    let isVersioned = signed.first?.identifier.tagClass == .contextSpecific
    let index = isVersioned ? 4 : 3
    guard signed.count > index, let times = Self.parts(signed[index]), times.count == 2,
      let start = Self.seconds(times[0]), let end = Self.seconds(times[1])
    else { return nil }
    notBefore = start
    notAfter = end
  }

  private static func parts(_ node: ASN1Node) -> [ASN1Node]? {
    guard node.identifier == .sequence, case .constructed(let nodes) = node.content else {
      return nil
    }
    return Array(nodes)
  }

  private static func seconds(_ node: ASN1Node) -> Int? {
    if let time = try? UTCTime(derEncoded: node) {
      return seconds(
        time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
    }
    guard let time = try? GeneralizedTime(derEncoded: node) else { return nil }
    return seconds(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
  }

  /// By the Gregorian calendar in UTC.
  private static func seconds(
    _ year: Int, _ month: Int, _ day: Int, _ hours: Int, _ minutes: Int, _ seconds: Int
  ) -> Int {
    // Years that begin in March, so that the leap day is the last one (Hinnant's days_from_civil).
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    return days * 86_400 + hours * 3600 + minutes * 60 + seconds
  }

  /// - Parameter wall: the wall clock, RFC 3339 UTC.
  func finding(wall: String) -> AccountFinding {
    let end = Date(timeIntervalSince1970: Double(notAfter)).formatted(.iso8601)
    func found(
      _ status: AccountFacts.Account.Status, _ detail: String? = nil
    ) -> AccountFinding {
      AccountFinding(status, detail, evidence: .certificate, expiresAt: end)
    }
    guard let now = (try? Date(wall, strategy: .iso8601)).map({ Int($0.timeIntervalSince1970) }),
      WallClock.isPlausible(now)
    else { return found(.unknown, AccountDetail.wrongDate) }
    if now > notAfter { return found(.expired, AccountDetail.certificateHasExpired) }
    if now < notBefore { return found(.unknown, AccountDetail.certificateStarts) }
    return found(.active)
  }
}
