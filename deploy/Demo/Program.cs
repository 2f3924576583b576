using PartyCloud.Demo;

return await DemoRun.RunAsync(args);
