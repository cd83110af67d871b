import Reporting

/// Checks a certificate in a file of this machine.
enum CertificateCheck {
  static func finding(of file: String, on host: Host, wall: String) -> AccountFinding {
    func unknown(_ detail: String) -> AccountFinding {
      AccountFinding(.unknown, detail, evidence: .certificate)
    }
    let bytes: [UInt8]
    do throws(ProbeError) {
      bytes = try host.bytes(String(file.drop { $0 == "/" }))
    } catch {
      switch error {
      case .notThere: return unknown(AccountDetail.certificateNotThere)
      default: return unknown(AccountDetail.certificateUnreadable)
      }
    }
    guard let validity = CertificateValidity(file: bytes) else {
      return unknown(AccountDetail.notCertificate)
    }
    return validity.finding(wall: wall)
  }
}
