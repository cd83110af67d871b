import Reporting

extension AccountProbe {
  /// What this probe can detect of each defined service, without contacting any: one entry per
  /// definition.
  ///
  /// - Parameter settings: as for a run.
  public static func capabilities(
    on host: Host = Host(), settings: ProbeSettings = ProbeSettings()
  ) -> [Capability] {
    let folder = settings.accounts.folder
    let services: [DefinedService]
    do throws(ProbeError) {
      guard let found = try AccountFolder.read(folder, on: host) else {
        return [
          Capability(
            probe: name, what: "services", state: .none,
            detail: "no service is defined in \(folder)",
            remedy: "copy an example from /usr/share/doc/commune-probe/accounts and fill it in")
        ]
      }
      services = found
    } catch {
      return [
        Capability(
          probe: name, what: "services", state: .none, detail: error.description,
          remedy: "run as root")
      ]
    }
    return services.map { capability($0, on: host, settings) }
  }

  private static func capability(
    _ defined: DefinedService, on host: Host, _ settings: ProbeSettings
  ) -> Capability {
    func capability(_ state: Capability.State, _ detail: String, _ remedy: String? = nil)
      -> Capability
    {
      Capability(probe: name, what: defined.service, state: state, detail: detail, remedy: remedy)
    }
    let file = "\(settings.accounts.folder)/\(defined.service).toml"
    let definition: AccountDefinition
    switch defined.definition {
    case .success(let read): definition = read
    case .failure(let error):
      return capability(
        .none, error.description, "mend \(file); probes/accounts/README.md lists the keys")
    }
    switch definition.kind {
    case .manual: return capability(.partly, "people say how it stands", "commune-probe attest")
    case .certificate:
      let path = definition.file ?? ""
      return host.exists(String(path.drop { $0 == "/" }))
        ? capability(.full, "reads the certificate in \(path)")
        : capability(
          .none, "\(path) is not there", "put the certificate there, or mend file in \(file)")
    case .pkcs11:
      let path = definition.pkcs11?.module ?? ""
      return host.exists(String(path.drop { $0 == "/" }))
        ? capability(.full, "asks the token's module \(path), without a PIN")
        : capability(.none, "\(path) is not there", "install the token's driver")
    default: break
    }
    do throws(Credentials.Problem) {
      _ = try Credentials.read(definition.credentials ?? "", needs: LoginCheck.needs(definition))
    } catch {
      return capability(
        .none, error.detail, "mend \(definition.credentials ?? "the credentials file")")
    }
    return capability(.full, "logs in by \(definition.kind.rawValue), once a day at most")
  }
}
