import CZlib
public import FoundationEssentials

/// zlib streams (RFC 1950) and gzip files (RFC 1952), within bounds.
public enum ZlibStream {
  public enum Failure: Error, Equatable {
    /// Neither a complete zlib stream nor a complete gzip file, or something follows it.
    case malformed
    /// It would inflate to more bytes than allowed.
    case tooLarge
    /// zlib cannot start.
    case outOfMemory
  }

  /// Inflates one complete stream; its first bytes show which of the two formats it is.
  ///
  /// Memory grows with the inflated bytes, up to `limit` and one chunk more, whatever the stream
  /// claims.
  public static func inflated(_ bytes: Data, limit: Int) throws(Failure) -> Data {
    var stream = z_stream()
    let eitherFormat: Int32 = 15 + 32
    guard
      inflateInit2_(
        &stream, eitherFormat, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw .outOfMemory }
    defer { inflateEnd(&stream) }

    var input = [UInt8](bytes)
    var output = Data()
    // Not an array, which would be filled with zeros first.
    let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 << 10)
    defer { chunk.deallocate() }
    var failure: Failure?
    input.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = uInt(source.count)
      while failure == nil {
        stream.next_out = chunk.baseAddress
        stream.avail_out = uInt(chunk.count)
        let status = inflate(&stream, Z_NO_FLUSH)
        output.append(contentsOf: chunk.prefix(chunk.count - Int(stream.avail_out)))
        if output.count > limit { failure = .tooLarge }
        if status == Z_STREAM_END { break }
        if status != Z_OK || stream.avail_in == 0 && stream.avail_out > 0 { failure = .malformed }
      }
      if failure == nil, stream.avail_in > 0 { failure = .malformed }
    }
    if let failure { throw failure }
    return output
  }

  /// Makes a zlib stream at the default level, which begins with 78 9C: some agents accept no
  /// other.
  ///
  /// - Returns: nil if zlib cannot allocate memory.
  public static func deflated(_ bytes: Data) -> Data? {
    var count = compressBound(uLong(bytes.count))
    var output = [UInt8](repeating: 0, count: Int(count))
    let status = [UInt8](bytes).withUnsafeBufferPointer { source in
      compress2(&output, &count, source.baseAddress, uLong(source.count), Z_DEFAULT_COMPRESSION)
    }
    return status == Z_OK ? Data(output.prefix(Int(count))) : nil
  }
}
