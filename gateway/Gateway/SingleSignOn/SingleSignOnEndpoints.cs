using Microsoft.Extensions.Options;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>Single sign-on (统一身份认证): signing in at a provider, identities and whose they are, and signing out there and here.</summary>
internal static class SingleSignOnEndpoints
{
    public static void AddSingleSignOn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<SingleSignOnSettings>().Bind(builder.Configuration.GetSection(SingleSignOnSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SingleSignOnSettings>, SettingsCheck>();
        ProviderCalls.Add(services);
        services.AddSingleton<ProviderCalls>();
        services.AddSingleton<SignOnProviders>();
        services.AddSingleton<PublicAddresses>();
        services.AddSingleton<Attempts>();
        services.AddScoped<SignOn>();
        services.AddScoped<LinkOwnIdentity>();
        services.AddScoped<SignOutElsewhere>();
        services.AddScoped<ProviderLogout>();
    }

    public static void MapSingleSignOn(this IEndpointRouteBuilder app)
    {
        var anyone = app.MapApi("auth", "Auth").AllowAnonymous();
        anyone.MapGet("/providers", ListProviders.Handle)
            .WithName(nameof(ListProviders)).WithSummary("统一身份认证方式 · The providers of single sign-on");
        anyone.MapGet("/sso/{provider}", StartSignOn.Handle)
            .WithName(nameof(StartSignOn)).WithSummary("统一身份认证登录 · Sends the browser to the provider").Produces(StatusCodes.Status302Found);
        anyone.MapGet("/sso/{provider}/callback", FinishSignOn.Handle)
            .WithName(nameof(FinishSignOn)).WithSummary("统一身份认证返回 · The browser comes back; sends it on to the console").Produces(StatusCodes.Status302Found);
        anyone.MapPost("/sso/{provider}/callback", CasLogout.Handle)
            .WithName(nameof(CasLogout)).WithSummary("CAS 单点退出通知 · A CAS server ends a session (form field logoutRequest)");
        anyone.MapPost("/sso/{provider}/back-channel-logout", BackChannelLogout.Handle)
            .WithName(nameof(BackChannelLogout)).WithSummary("OIDC 后端退出通知 · An OpenID provider ends sessions (form field logout_token)");
        anyone.MapGet("/sso/{provider}/front-channel-logout", FrontChannelLogout.Handle)
            .WithName(nameof(FrontChannelLogout)).WithSummary("OIDC 前端退出通知 · A page of an OpenID provider ends a session, in a frame").Produces(StatusCodes.Status200OK, contentType: "text/html");
        anyone.MapPost("/sso/code", ConfirmSignOn.Handle)
            .WithName(nameof(ConfirmSignOn)).WithSummary("统一身份认证第二因素 · The second factor of who came back from a provider");

        var own = app.MapApi("me/identities", "Me").RequireAuthorization();
        own.MapGet("", OwnIdentities.List)
            .WithName("ListOwnIdentities").WithSummary("本人外部身份 · One's own identities at providers");
        own.MapPost("", OwnIdentities.Link)
            .WithName("LinkOwnIdentity").WithSummary("绑定本人外部身份 · Begins to link an identity: says where the browser is to go");
        own.MapDelete("/{identityId:guid}", OwnIdentities.Unlink)
            .WithName("UnlinkOwnIdentity").WithSummary("解除本人外部身份 · Unlinks an identity and ends what began by it");

        var others = app.MapApi("accounts/{id:guid}/identities", "Accounts");
        others.MapGet("", AccountIdentities.List)
            .WithName("ListIdentities").WithSummary("账号的外部身份 · Identities of an account").RequirePermission("accounts.read");
        others.MapPost("", AccountIdentities.Link)
            .WithName("LinkIdentity").WithSummary("绑定外部身份 · Links an identity to an account").RequirePermission("accounts.link");
        others.MapDelete("/{identityId:guid}", AccountIdentities.Unlink)
            .WithName("UnlinkIdentity").WithSummary("解除外部身份 · Unlinks an identity and ends what began by it").RequirePermission("accounts.link");
    }
}
