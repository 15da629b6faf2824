import CCurl
import Foundation

/// One handle of libcurl, which keeps connections from one request to the next.
@safe final class HTTPTransfers {
    /// Read once: it is a new dictionary each time.
    private static let environment = ProcessInfo.processInfo.environment

    private let handle: UnsafeMutableRawPointer

    /// Nil where libcurl cannot work, which only a want of memory explains.
    init?() {
        guard CurlLibrary.isReady, let handle = unsafe curl_easy_init() else { return nil }
        unsafe self.handle = handle
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
    }

    func run(
        _ request: HTTPRequest, _ address: HTTPAddress, agent: String,
        begin: @escaping (HTTPHead) -> Void, receive: @escaping (UnsafeRawBufferPointer) -> HTTPFlow
    ) -> HTTPOutcome {
        unsafe curl_easy_reset(handle)
        let exchange = unsafe Exchange(begin, receive)
        guard let fields = HeaderLines(request) else {
            return .failed(HTTPFailure(.unreachable, "\(address.place): no memory left for the request"))
        }
        let context = unsafe Unmanaged.passUnretained(exchange).toOpaque()
        return unsafe request.body.withUnsafeBytes { body in
            unsafe perform(request, body, address, agent: agent, exchange, fields, context)
        }
    }

    /// The body is libcurl's to read until the exchange has ended.
    private func perform(
        _ request: HTTPRequest, _ body: UnsafeRawBufferPointer, _ address: HTTPAddress, agent: String,
        _ exchange: Exchange, _ fields: HeaderLines, _ context: UnsafeMutableRawPointer
    ) -> HTTPOutcome {
        var code = unsafe set(request, body, address, agent: agent)
        if code == CURLE_OK { code = unsafe ccurl_set_list(handle, CURLOPT_HTTPHEADER, fields.list) }
        if code == CURLE_OK { code = unsafe ccurl_set_writer(handle, takeBody, context) }
        if code == CURLE_OK { code = unsafe ccurl_set_header_writer(handle, takeHeader, context) }
        if code == CURLE_OK {
            code = withExtendedLifetime((exchange, fields)) { unsafe curl_easy_perform(handle) }
        }
        var verification = 0
        if code == CURLE_PEER_FAILED_VERIFICATION {
            _ = unsafe ccurl_get_long(handle, CURLINFO_SSL_VERIFYRESULT, &verification)
        }
        return exchange.outcome(code, at: address.place, verification: verification)
    }

    private func set(
        _ request: HTTPRequest, _ body: UnsafeRawBufferPointer, _ address: HTTPAddress, agent: String
    ) -> CURLcode {
        var codes: [CURLcode] = []
        func set(_ option: CURLoption, _ value: Int) { codes.append(unsafe ccurl_set_long(handle, option, value)) }
        func set(_ option: CURLoption, _ value: String) { codes.append(unsafe ccurl_set_text(handle, option, value)) }
        set(CURLOPT_URL, request.url)
        set(CURLOPT_PROTOCOLS_STR, address.isSecure ? "https" : "http")
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        set(CURLOPT_USERAGENT, agent)
        set(CURLOPT_NOSIGNAL, 1)
        // A large answer comes in fewer pieces, which still fit the processor's cache.
        set(CURLOPT_BUFFERSIZE, 1 << 19)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        set(CURLOPT_CONNECTTIMEOUT, request.patience.connectSeconds)
        set(CURLOPT_TIMEOUT, request.patience.totalSeconds)
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, request.patience.silentSeconds)
        for (option, path) in certificates(request) { set(option, path) }
        if request.isDirect { set(CURLOPT_NOPROXY, "*") }
        if let range = request.range { set(CURLOPT_RANGE, "\(range.lowerBound)-\(range.upperBound)") }
        switch request.method {
        case .get: break
        case .head: set(CURLOPT_NOBODY, 1)
        case .delete: set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        case .post, .put:
            codes.append(unsafe ccurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count)))
            codes.append(unsafe setBody(body))
            if request.method == .put { set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        }
        return codes.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    /// Not copied: a body of rows has megabytes.
    private func setBody(_ body: UnsafeRawBufferPointer) -> CURLcode {
        guard let start = body.baseAddress, body.count > 0 else {
            return unsafe ccurl_set_text(handle, CURLOPT_COPYPOSTFIELDS, "")
        }
        return unsafe ccurl_set_text(handle, CURLOPT_POSTFIELDS, start.assumingMemoryBound(to: CChar.self))
    }

    /// The program `curl` goes by these names, libcurl by itself does not.
    private func certificates(_ request: HTTPRequest) -> [(CURLoption, String)] {
        if let file = request.certificateFile { return [(CURLOPT_CAINFO, file)] }
        func named(_ name: String) -> String? { HTTPTransfers.environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let file = named("CURL_CA_BUNDLE") { return [(CURLOPT_CAINFO, file)] }
        return [(CURLOPT_CAINFO, named("SSL_CERT_FILE")), (CURLOPT_CAPATH, named("SSL_CERT_DIR"))].compactMap {
            option, path in path.map { (option, $0) }
        }
    }
}

/// The header of a request as libcurl takes it.
@safe private final class HeaderLines {
    private(set) var list: UnsafeMutablePointer<curl_slist>?

    init?(_ request: HTTPRequest) {
        unsafe list = nil
        // Without the last, libcurl asks for leave before a large body, which many a server answers late.
        var lines = request.fields.list.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        if request.fields["Expect"] == nil { lines.append("Expect:") }
        for line in lines {
            guard let longer = unsafe curl_slist_append(list, line) else { return nil }
            unsafe list = longer
        }
    }

    deinit {
        unsafe curl_slist_free_all(list)
    }
}

/// What libcurl's callbacks work on.
@safe private final class Exchange {
    private let begin: (HTTPHead) -> Void
    private let receive: (UnsafeRawBufferPointer) -> HTTPFlow
    private var head = HTTPHead(status: 0)
    private var isBegun = false
    private var isStopped = false

    init(_ begin: @escaping (HTTPHead) -> Void, _ receive: @escaping (UnsafeRawBufferPointer) -> HTTPFlow) {
        self.begin = begin
        unsafe self.receive = receive
    }

    /// A status line begins the header anew: one of 1xx comes before the one that counts.
    func take(header line: [UInt8]) {
        let text = String(decoding: line.filter { $0 != 13 && $0 != 10 }, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            let words = text.split(separator: " ")
            head = HTTPHead(status: words.count > 1 ? Int(words[1]) ?? 0 : 0)
        } else if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            head.fields.add(String(text[..<colon]), String(value))
        }
    }

    /// - Returns: false where nobody wants more.
    func take(body piece: UnsafeRawBufferPointer) -> Bool {
        if !isBegun {
            isBegun = true
            begin(head)
        }
        isStopped = unsafe receive(piece) == .stop
        return !isStopped
    }

    /// - Parameter verification: what OpenSSL says of the certificate.
    func outcome(_ code: CURLcode, at place: String, verification: Int) -> HTTPOutcome {
        if isStopped || code == CURLE_OK { return .answered(head) }
        // The buffer of errors is not shown: it may quote the address.
        let words = unsafe String(cString: curl_easy_strerror(code))
        let advice =
            switch (code, verification) {
            // libcurl compares names itself, and where these differ gives 0, or 1 as what OpenSSL was not asked for.
            case (CURLE_PEER_FAILED_VERIFICATION, 0...1): "; its certificate is for another name"
            // X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED, see X509_STORE_CTX_get_error(3).
            case (CURLE_PEER_FAILED_VERIFICATION, 9):
                "; its certificate, or its CA's, is not valid yet: is this machine's clock right?"
            case (CURLE_PEER_FAILED_VERIFICATION, 10): "; its certificate, or its CA's, has expired"
            case (CURLE_PEER_FAILED_VERIFICATION, _):
                "; if your own CA issued its certificate, name that CA's file in CURL_CA_BUNDLE"
            case (CURLE_SSL_CONNECT_ERROR, _): "; does it speak HTTPS at this port, with TLS 1.2 or later?"
            default: ""
            }
        return .failed(HTTPFailure(HTTPFailure.Kind(code), "\(place): \(words)\(advice)"))
    }
}

extension HTTPFailure.Kind {
    fileprivate init(_ code: CURLcode) {
        self =
            switch code {
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED,
                CURLE_OUT_OF_MEMORY, CURLE_PROXY:
                .unreachable
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
                CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER:
                .untrusted
            case CURLE_SSL_CONNECT_ERROR: .noTLS
            case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION,
                CURLE_NOT_BUILT_IN:
                .misconfigured
            default: .broken
            }
    }
}

private func takeBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
    let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    // Another number than that of the bytes ends the transfer.
    return unsafe exchange.take(body: piece) ? size * count : 0
}

private func takeHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
    exchange.take(header: unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: size * count)))
    return size * count
}
