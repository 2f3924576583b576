using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Client.Signing;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Apps;

/// <summary>A signed call to look into (签名自查): what would be sent, and what its maker signed. Nothing of it is carried out.</summary>
/// <param name="Target">Path and query as they stand in the request line.</param>
/// <param name="Algorithm">HMAC-SHA256, HMAC-SM3 or SM2.</param>
/// <param name="ContentHash">In hex, as it stands in the header; with the body at hand the two are compared.</param>
/// <param name="Body">The body's text.</param>
/// <param name="Signature">In base64.</param>
/// <param name="StringToSign">What the maker signed; where it differs from what was to be signed is told.</param>
public sealed record CheckSignatureRequest(
    [Required, StringLength(10, MinimumLength = 1)] string Method,
    [Required, StringLength(4000, MinimumLength = 1)] string Target,
    [Required, StringLength(20, MinimumLength = 1)] string Timestamp,
    [Required, StringLength(200, MinimumLength = 1)] string Nonce,
    [StringLength(20, MinimumLength = 1)] string Algorithm = "HMAC-SHA256",
    [StringLength(100)] string? ContentHash = null,
    [StringLength(100_000)] string? Body = null,
    [StringLength(1000)] string? Signature = null,
    [StringLength(10_000)] string? StringToSign = null);

/// <param name="Fits">Whether every step that could be looked at holds.</param>
/// <param name="StringToSign">What is to be signed, its lines joined by line feeds.</param>
public sealed record CheckSignatureResponse(
    bool Fits, string StringToSign, IReadOnlyList<SignatureLine> Lines, IReadOnlyList<SignatureStep> Steps, SignatureDifference? Difference);

/// <param name="Rule">How the line is made.</param>
public sealed record SignatureLine(int Number, string Name, string Text, string Rule);

/// <param name="Passed">Null where what it takes was not sent.</param>
/// <param name="Problem">The code of the problem that a real call would be answered with.</param>
public sealed record SignatureStep(string Step, bool? Passed, string? Problem, string Text);

/// <summary>Where the maker's text leaves what was to be signed for the first time.</summary>
/// <param name="Column">Counted from 1.</param>
public sealed record SignatureDifference(int Line, string Name, int Column, string Expected, string Sent, string Rule);

/// <summary>
/// Takes a signature apart for its developer. It says what was to be signed, which anybody can work out, and whether the signature fits,
/// as a call would; it never says what the signature would have to be.
/// </summary>
internal static class CheckSignature
{
    private const string MoreLines = "lines";

    public static async Task<Ok<CheckSignatureResponse>> Handle(
        Guid id, CheckSignatureRequest request, HttpContext http, AppCache apps, AppCalls calls, TimeProvider clock, CancellationToken cancel)
    {
        var (culture, now) = (Texts.CultureOf(http), clock.GetUtcNow());
        var algorithm = SignatureAlgorithm.Find(request.Algorithm);
        Field.Require(algorithm is not null, "algorithm", "field.unknown", request.Algorithm);
        var bodyHash = request.Body is { } body ? Convert.ToHexStringLower(algorithm!.HashOf(Encoding.UTF8.GetBytes(body))) : null;
        var app = await apps.FindAsync(id, cancel);
        var toSign = StringToSign.Of(
            request.Method, request.Target, request.Timestamp, request.Nonce, (request.ContentHash ?? bodyHash ?? Convert.ToHexStringLower(algorithm!.HashOf([]))).ToLowerInvariant());

        var steps = new List<SignatureStep>
        {
            Step("app", app is not null, "app.unknown"),
            Step("address", app?.MayComeFrom(http.Connection.RemoteIpAddress), "app.address", http.Connection.RemoteIpAddress?.ToString() ?? "?"),
            Clock(),
            Step("nonce", SignedCall.IsNonce(request.Nonce), "signature.malformed"),
            Step("nonce-once", app is null || !SignedCall.IsNonce(request.Nonce) ? null : !await calls.WasUsedAsync(id, request.Nonce, cancel), "signature.nonce-used"),
            Step("body", bodyHash is null || request.ContentHash is null ? null : bodyHash.Equals(request.ContentHash, StringComparison.OrdinalIgnoreCase), "signature.body"),
        };
        var difference = request.StringToSign is { } sent ? Difference(toSign, sent) : null;
        steps.Add(Step("string", request.StringToSign is null ? null : difference is null, "signature.differs"));
        steps.Add(Signature());
        return TypedResults.Ok(new CheckSignatureResponse(
            steps.All(step => step.Passed != false), toSign.Text, [.. toSign.Lines.Select((line, index) => new SignatureLine(index + 1, line.Name, line.Text, Rule(line.Name)))],
            steps, difference));

        SignatureStep Clock()
        {
            var seconds = long.TryParse(request.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && request.Timestamp.Length == 10 ? parsed : (long?)null;
            return seconds is null
                ? Step("clock", false, "signature.malformed")
                : Step("clock", SignatureCheck.IsInTime(seconds.Value, now), "signature.clock", SignatureCheck.SecondsAhead(seconds.Value, now));
        }

        SignatureStep Signature()
        {
            if (app is null || string.IsNullOrEmpty(request.Signature))
            {
                return Step("signature", null, "");
            }

            var bytes = new byte[request.Signature.Length];
            if (!Convert.TryFromBase64String(request.Signature, bytes, out var length))
            {
                return Step("signature", false, "signature.malformed");
            }

            var signer = SignatureCheck.FindSigner(app, algorithm!, toSign, bytes[..length]);
            return signer is null ? Step("signature", false, "signature.wrong")
                : Step("signature", now < signer.ExpiresAt, "app.secret-expired", signer.ExpiresAt.ToString("O", CultureInfo.InvariantCulture));
        }

        SignatureStep Step(string name, bool? passed, string code, params object[] arguments) => passed switch
        {
            true => new(name, true, null, Texts.Of("signature.step-passed", culture)),
            false => new(name, false, code, Texts.Of(code, culture, arguments)),
            null => new(name, null, null, Texts.Of("signature.step-open", culture)),
        };

        string Rule(string line) => Texts.Of($"signature.line.{line}", culture);

        SignatureDifference? Difference(StringToSign ours, string theirs)
        {
            var (expected, given) = (ours.Lines, theirs.Split('\n'));
            for (var line = 0; line < Math.Max(expected.Count, given.Length); line++)
            {
                var (name, right) = line < expected.Count ? expected[line] : (MoreLines, "");
                var left = line < given.Length ? given[line] : null;
                if (line >= expected.Count || left != right)
                {
                    var column = right.AsSpan().CommonPrefixLength(left) + 1;
                    return new(line + 1, left is null ? MoreLines : name, column, right, left ?? "", Rule(left is null ? MoreLines : name));
                }
            }

            return null;
        }
    }
}
