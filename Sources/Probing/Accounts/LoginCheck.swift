import Reporting

/// One login to one service.
enum LoginCheck {
  /// Which keys the credentials must have.
  static func needs(_ definition: AccountDefinition) -> [Credentials.Key] {
    switch definition.kind {
    case .bearer: [.token]
    case .oauth2:
      definition.oauth2?.grant == .clientCredentials ? [.clientSecret] : [.user, .password]
    default: [.user, .password]
    }
  }

  /// - Parameter seconds: longest time for it.
  static func finding(
    _ definition: AccountDefinition, _ credentials: Credentials, seconds: Double, wall: String
  ) -> AccountFinding {
    do throws(CheckStopped) {
      let line = try CheckLine(definition, seconds: seconds)
      guard let address = try? ServiceAddress(definition.url ?? "", for: definition.kind) else {
        return .unknown(AccountDetail.wrongAddress)
      }
      switch definition.kind {
      case .basic, .digest, .bearer:
        return try HTTPCheck(line: line, address: address, credentials: credentials).run()
      case .form:
        return try FormCheck(
          line: line, address: address, form: definition.form ?? LoginForm(),
          credentials: credentials
        ).run()
      case .oauth2:
        return try TokenEndpointCheck(
          line: line, address: address, request: definition.oauth2 ?? TokenRequest(),
          credentials: credentials
        ).run()
      case .ldap:
        return try BindCheck(line: line, address: address, credentials: credentials, wall: wall)
          .run()
      case .imap, .smtp:
        return try MailCheck(line: line, address: address, credentials: credentials).run()
      case .certificate, .pkcs11, .manual: return .unknown(AccountDetail.nobodyHasSaid)
      }
    } catch {
      return error.finding
    }
  }
}
