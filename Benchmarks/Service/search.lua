-- wrk's script: posts one photo over and over and writes the figures as JSON to the file OUT.
local photo = assert(io.open(os.getenv("PHOTO"), "rb"))
wrk.method = "POST"
wrk.body = photo:read("*a")
wrk.headers["Content-Type"] = "image/jpeg"
photo:close()

function done(summary, latency)
    local seconds = summary.duration / 1e6
    local answered = summary.requests - summary.errors.status
    local out = assert(io.open(os.getenv("OUT"), "w"))
    out:write(string.format(
        '{"searchesPerSecond": %.2f, "p50": %.3f, "p95": %.3f, "p99": %.3f, "max": %.3f, ' ..
        '"answered": %d, "refused": %d, "broken": %d, "seconds": %.1f}\n',
        answered / seconds, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
        latency:percentile(99) / 1e3, latency.max / 1e3, answered, summary.errors.status,
        summary.errors.connect + summary.errors.read + summary.errors.write +
        summary.errors.timeout, seconds))
    out:close()
end
