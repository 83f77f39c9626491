-- For wrk: submissions, each with a number of its own. FIRST: where the numbers begin.
local threads = 0
local first = tonumber(os.getenv("FIRST") or "0")

function setup(thread)
    thread:set("base", first + threads * 10000000)
    threads = threads + 1
end

function init()
    n = base
    head = { ["Content-Type"] = "application/x-www-form-urlencoded" }
    rest = "&service_code=road&lat=50.46&long=30.5&jurisdiction_id=kyiv&api_key=test-key&email=mail%40example.org"
        .. "&first_name=%D0%9E%D0%BB%D0%B5%D0%BD%D0%B0&last_name=%D0%9F%D1%80%D0%B8%D0%BA%D0%BB%D0%B0%D0%B4&description="
        .. "%D0%AF%D0%BC%D0%B0+%D0%BD%D0%B0+%D0%B4%D0%BE%D1%80%D0%BE%D0%B7%D1%96%0D%0A%0D%0A"
        .. string.rep("%D0%93%D0%BB%D0%B8%D0%B1%D0%BE%D0%BA%D0%B0+%D1%8F%D0%BC%D0%B0+", 6)
end

function request()
    n = n + 1
    return wrk.format("POST", "/open311/v2/requests.json", head, "attribute%5Bfixmystreet_id%5D=" .. n .. rest)
end

function done(summary, latency)
    io.write(string.format("RESULT %d %d %d %f %f\n", summary.requests, summary.duration,
        summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
