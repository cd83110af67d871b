import CZlib
public import FoundationEssentials

/// gzip (RFC 1952) by zlib.
public enum Gzip {
  /// Equal bytes give equal bytes: no name, no time is written.
  ///
  /// - Throws: ``DeliveryError`` where zlib finds no memory.
  public static func compress(_ bytes: Data) throws(DeliveryError) -> Data {
    var stream = z_stream()
    let gzipWindow: Int32 = 15 + 16
    guard
      deflateInit2_(
        &stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw failed }
    defer { deflateEnd(&stream) }

    var input = [UInt8](bytes)
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(input.count))))
    let ended = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = uInt(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = uInt(target.count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END
      }
    }
    guard ended else { throw failed }
    return Data(output.prefix(Int(stream.total_out)))
  }

  private static var failed: DeliveryError {
    DeliveryError(.file, "zlib cannot compress the report: free some memory and run again.")
  }
}
