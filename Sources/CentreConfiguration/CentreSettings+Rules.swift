extension CentreSettings {
  /// Checks rules about several settings together.
  ///
  /// - Throws: ``SettingsError``.
  public func check() throws(SettingsError) {
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw SettingsError(
        "\(tlsKey == nil ? "tls-key" : "tls-certificate") is missing: the settings tls-certificate and tls-key go together."
      )
    }
    guard (agentsTLSCertificate == nil) == (agentsTLSKey == nil) else {
      throw SettingsError(
        "\(agentsTLSKey == nil ? "agents-tls-key" : "agents-tls-certificate") is missing: the settings agents-tls-certificate and agents-tls-key go together."
      )
    }
    guard agentsTLSCertificate == nil || agentsListen != nil else {
      throw SettingsError(
        "The setting agents-tls-certificate needs agents-listen: it is for that address alone.")
    }
    guard tlsCA == nil || tlsCertificate != nil || agentsTLSCertificate != nil else {
      throw SettingsError(
        "The setting tls-ca (--tls-ca) goes with tls-certificate and tls-key.")
    }
  }
}
