using System.Globalization;
using OpenTelemetry.Metrics;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>What the web server's own measure of its requests says of some of them: which route, and what became of them.</summary>
internal readonly record struct ServedCall(string Route, string Method, int Status)
{
    public const string Measure = "http.server.request.duration";

    /// <summary>Health and pages are left out.</summary>
    public bool IsPublic => Route.StartsWith("/api/", StringComparison.Ordinal);

    public bool Failed => Status >= 500;

    public static ServedCall Of(in MetricPoint point)
    {
        var call = new ServedCall("", "", 0);
        foreach (var (key, value) in point.Tags)
        {
            call = key switch
            {
                "http.route" => call with { Route = "/" + Convert.ToString(value, CultureInfo.InvariantCulture)!.Trim('/') },
                "http.request.method" => call with { Method = Convert.ToString(value, CultureInfo.InvariantCulture)! },
                "http.response.status_code" => call with { Status = Convert.ToInt32(value, CultureInfo.InvariantCulture) },
                _ => call,
            };
        }

        return call;
    }
}
