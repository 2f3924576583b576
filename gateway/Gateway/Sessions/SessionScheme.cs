using Microsoft.AspNetCore.Authentication;

namespace PartyCloud.Gateway.Sessions;

/// <summary>
/// Takes the place of the services' token scheme, whose tokens the gateway makes and accepts from nobody. Who asks is found out by
/// <see cref="Edge.SessionGate"/>; this only says how to ask for a sign-in.
/// </summary>
internal sealed class SessionScheme : IAuthenticationHandler
{
    private HttpContext? context;

    public static void Install(IServiceCollection services)
    {
        services.AddTransient<SessionScheme>();
        services.PostConfigure<AuthenticationOptions>(options =>
        {
            foreach (var scheme in options.Schemes.Where(scheme => scheme.HandlerType != typeof(Apps.SignatureScheme)))
            {
                scheme.HandlerType = typeof(SessionScheme);
            }
        });
    }

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        this.context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());

    public Task ChallengeAsync(AuthenticationProperties? properties) => Answer(StatusCodes.Status401Unauthorized);

    public Task ForbidAsync(AuthenticationProperties? properties) => Answer(StatusCodes.Status403Forbidden);

    private Task Answer(int status)
    {
        context!.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Task.CompletedTask;
    }
}
