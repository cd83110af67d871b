import CCurl

/// libcurl's errors as messages that say what to do.
struct CurlFailures {
  /// Maximum size of an answer of the centre, in bytes.
  static let maximumBody = 64 * 1024

  let address: CentreAddress
  let certificateAuthority: String?

  func error(for code: CURLcode, detail: String) -> DeliveryError {
    let why = detail.isEmpty ? String(cString: ccurl_easy_strerror(code)) : detail
    return switch code {
    case CURLE_COULDNT_RESOLVE_HOST:
      DeliveryError(
        .unreachable,
        "Cannot find \(address.name) (\(why)): check the network and the server's name.")
    case CURLE_COULDNT_RESOLVE_PROXY:
      DeliveryError(
        .unreachable, "Cannot find the proxy (\(why)): check https_proxy and the network.")
    case CURLE_COULDNT_CONNECT:
      DeliveryError(
        .unreachable,
        "Cannot connect to \(address) (\(why)): check the network and that the centre is running.")
    case CURLE_OPERATION_TIMEDOUT:
      DeliveryError(
        .timeout, "\(address) did not answer in time (\(why)): the line may be slow; run again.")
    case CURLE_PEER_FAILED_VERIFICATION:
      DeliveryError(.tls, "\(address) is not trusted (\(why)): \(trustAdvice)")
    case CURLE_SSL_CACERT_BADFILE:
      DeliveryError(
        .configuration,
        "Cannot read the certificates in \(certificateAuthority ?? "the system's store") (\(why)): "
          + "put the file back, or name the server's CA file in probe.toml: ca = \"FILE\".")
    case CURLE_SSL_CONNECT_ERROR:
      DeliveryError(
        .tls,
        "No TLS connection to \(address) (\(why)): check that the server speaks TLS 1.2 or newer there."
      )
    // Out of memory means an endless header line.
    case CURLE_WRITE_ERROR, CURLE_OUT_OF_MEMORY:
      DeliveryError(
        .unexpectedReply,
        "\(address) sent more than \(Self.maximumBody) bytes, which the central server never does: check the server's address."
      )
    // A port that speaks TLS hangs up on plain text, or answers with an alert, which is no HTTP.
    case CURLE_GOT_NOTHING where address.scheme == "http",
      CURLE_RECV_ERROR where address.scheme == "http",
      CURLE_UNSUPPORTED_PROTOCOL where address.scheme == "http":
      DeliveryError(
        code == CURLE_UNSUPPORTED_PROTOCOL ? .unexpectedReply : .unreachable,
        "\(address) gave no HTTP answer (\(why)): if the server speaks TLS there, write https://\(address.authority); otherwise run again when the line is up."
      )
    case CURLE_UNSUPPORTED_PROTOCOL:
      DeliveryError(
        .unexpectedReply, "\(address) does not speak HTTP (\(why)): check the server's address.")
    default:
      DeliveryError(
        .unreachable,
        "The connection to \(address) was lost (\(why)): run again when the line is up.")
    }
  }

  private var trustAdvice: String {
    certificateAuthority.map {
      "check that \($0) is this server's CA, and check this computer's date."
    }
      ?? "name the server's CA file, with enroll --ca FILE or in probe.toml as ca = \"FILE\", and check this computer's date."
  }
}
