using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using PartyCloud.Gateway.Edge;
using PartyCloud.Gateway.Signing;
using PartyCloud.ServiceDefaults.Problems;
using Yarp.ReverseProxy.Model;

namespace PartyCloud.Gateway.Apps;

/// <summary>Marks a route of the gateway's own that an app may call without any scope.</summary>
internal sealed class OpenToApps;

/// <summary>
/// Authenticates a portal's app by its signature (应用签名), in an order in which nobody pays for what a stranger sends: what is in memory
/// first, then the one statement that takes the nonce, the body last. Only when all of it holds does the request go on.
/// </summary>
internal sealed class SignatureScheme(
    AppCache apps, AppCalls calls, RateLimits limits, Installation installation, TimeProvider clock) : IAuthenticationHandler
{
    public const string Name = "Signature";

    // A larger body waits on the disk until its hash is known.
    private const int BodyInMemory = 64 << 10;

    private HttpContext http = null!;
    private Refusal? refusal;

    public static void Install(IServiceCollection services)
    {
        services.AddTransient<SignatureScheme>();
        services.Configure<AuthenticationOptions>(options => options.AddScheme<SignatureScheme>(Name, null));
    }

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        http = context;
        return Task.CompletedTask;
    }

    public async Task<AuthenticateResult> AuthenticateAsync()
    {
        var (app, post) = await CheckAsync();
        if (refusal is null)
        {
            return AuthenticateResult.Success(new(new AppPrincipal(app!, post!), Name));
        }

        // A call that is refused for what it may do is known for whose it is; the refusal is entered in its name further out.
        if (refusal.Status == StatusCodes.Status403Forbidden && post is not null)
        {
            http.User = new AppPrincipal(app!, post);
        }
        else if (refusal.Status != StatusCodes.Status429TooManyRequests)
        {
            if (limits.AdmitAnonymous(http.Connection.RemoteIpAddress, out var retryAfter))
            {
                await calls.RefusedAsync(app, refusal.Code, http);
            }
            else
            {
                refusal = TooMany(retryAfter);
            }
        }

        return AuthenticateResult.Fail(refusal.Code);
    }

    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        if (refusal is not { } why)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        if (why.Status == StatusCodes.Status429TooManyRequests)
        {
            return RateLimits.RefuseAsync(http, why.RetryAfter);
        }

        if (why.Status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "PartyCloud-Signature";
        }

        return ProblemWriter.WriteAsync(http, why.Status, why.Code, why.Arguments, why.Header is { } header ? [new(header, "field.malformed")] : null);
    }

    public Task ForbidAsync(AuthenticationProperties? properties)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private async Task<(LiveApp? App, Sessions.ActingPost? Post)> CheckAsync()
    {
        var request = http.Request;
        var now = clock.GetUtcNow();
        if (SignedCall.Read(name => request.Headers[name] is { Count: 1 } values ? values[0] : null, out var wrong) is not { } call)
        {
            refusal = Refused("signature.malformed") with { Header = wrong };
            return default;
        }

        // Guessed ids count as an address's own requests before they reach the database.
        if (!apps.IsKnown(call.AppId) && !limits.AdmitAnonymous(http.Connection.RemoteIpAddress, out var retryAfter))
        {
            refusal = TooMany(retryAfter);
            return default;
        }

        if (await apps.FindAsync(call.AppId, http.RequestAborted) is not { } app)
        {
            refusal = Refused("app.unknown");
            return default;
        }

        LiveCredential? signer = null;
        refusal = !app.MayComeFrom(http.Connection.RemoteIpAddress) ? Forbidden("app.address", http.Connection.RemoteIpAddress?.ToString() ?? "?")
            : !SignatureCheck.IsInTime(call.Timestamp, now) ? Refused("signature.clock", SignatureCheck.SecondsAhead(call.Timestamp, now))
            : (signer = SignatureCheck.FindSigner(app, call.Algorithm, call.ToSign(request.Method, RequestTarget.Of(http)), call.Signature)) is null ? Refused("signature.wrong")
            : now >= signer.ExpiresAt ? Refused("app.secret-expired", signer.ExpiresAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture))
            : app.IsSuspended ? Forbidden("app.suspended")
            : app.Environment != installation.Environment ? Forbidden("app.environment")
            : !Admit(app, out retryAfter) ? TooMany(retryAfter)
            : !await calls.BeginAsync(app, signer, call.Nonce, http) ? Refused("signature.nonce-used")
            : null;
        if (refusal is not null)
        {
            return (app, null);
        }

        if (PostFor(app) is not { } post)
        {
            refusal = Forbidden("app.scope");
            return (app, app.Itself);
        }

        refusal = await BodyFitsAsync(call) ? null : Refused("signature.body");
        return (app, post);
    }

    // Told with every answer to a call of the app's own, refusals and services' faults among them: these clear the headers that were set before.
    private bool Admit(LiveApp app, out TimeSpan retryAfter)
    {
        var admitted = limits.AdmitApp(app.Id, app.Plan, out retryAfter);
        if (limits.LeftOf(app.Id, app.Plan) is { } left)
        {
            http.Response.OnStarting(() =>
            {
                http.Response.Headers["RateLimit-Policy"] = left.Policy;
                http.Response.Headers["RateLimit"] = left.Left;
                return Task.CompletedTask;
            });
        }

        return admitted;
    }

    // Whose scope counts is the service's to which the route leads; what changes nothing is reading. Reading by a list of ids needs a body, and so another verb;
    // the service holds it to the permissions of reading all the same.
    private Sessions.ActingPost? PostFor(LiveApp app)
    {
        var access = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method)
            || (HttpMethods.IsPost(http.Request.Method) && http.Request.Path.Value!.EndsWith("/batch-get", StringComparison.Ordinal))
            ? AppAccess.Read
            : AppAccess.Write;
        var endpoint = http.GetEndpoint();
        return endpoint is null || endpoint.Metadata.GetMetadata<OpenToApps>() is not null ? app.Itself
            : endpoint.Metadata.GetMetadata<RouteModel>()?.Config.ClusterId is { } service && Enum.TryParse<AppResource>(service, true, out var resource)
                ? app.PostFor(resource, access)
            : null;
    }

    private async Task<bool> BodyFitsAsync(SignedCall call)
    {
        using var hash = call.Algorithm.BeginBody();
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false)
        {
            http.Request.EnableBuffering(BodyInMemory);
            var buffer = ArrayPool<byte>.Shared.Rent(32 << 10);
            try
            {
                for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
                {
                    hash.Append(buffer.AsSpan(0, read));
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            http.Request.Body.Position = 0;
        }

        return CryptographicOperations.FixedTimeEquals(hash.End(), Convert.FromHexString(call.ContentHash));
    }

    private static Refusal Refused(string code, params object[] arguments) => new(StatusCodes.Status401Unauthorized, code, arguments);

    private static Refusal Forbidden(string code, params object[] arguments) => new(StatusCodes.Status403Forbidden, code, arguments);

    private static Refusal TooMany(TimeSpan retryAfter) => new(StatusCodes.Status429TooManyRequests, "request.too-many", []) { RetryAfter = retryAfter };

    private sealed record Refusal(int Status, string Code, IReadOnlyList<object> Arguments)
    {
        public string? Header { get; init; }

        public TimeSpan RetryAfter { get; init; }
    }
}
